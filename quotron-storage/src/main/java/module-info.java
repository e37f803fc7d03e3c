/** Durable storage over JDBC; the embedded default is one SQLite file. */
module io.quotron.storage {
    requires static transitive org.jspecify;
    requires transitive io.quotron.core;
    requires transitive java.sql;
    requires org.jdbi.v3.core;
    requires io.leangen.geantyref; // for JDBI, which as an automatic module cannot ask for it
    requires org.slf4j;

    exports io.quotron.storage;
}
