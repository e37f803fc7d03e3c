/** Virtual clock, fault server, leak guards, contract tests and a market simulator. */
module io.quotron.testkit {
    requires transitive io.quotron.core;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports io.quotron.testkit;
    exports io.quotron.testkit.contract;
    exports io.quotron.testkit.http;

    provides org.junit.jupiter.api.extension.Extension with
            io.quotron.testkit.LeakGuard,
            io.quotron.testkit.SeedReport;
}
