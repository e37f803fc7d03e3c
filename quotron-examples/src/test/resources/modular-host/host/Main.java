package host;

import io.quotron.MarketDataClient;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.registry.ProviderRegistry;
import io.quotron.storage.JdbcStorage;
import java.nio.file.Path;
import java.util.List;

/** Makes a client out of modules, looks at it and ends. Its argument is the file of the store. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ProviderRegistry registry = ProviderRegistry.discover();
        System.out.println("modules: " + MarketDataClient.class.getModule().getName() + " "
                + YahooProvider.class.getModule().getName() + " "
                + JdbcStorage.class.getModule().getName());
        System.out.println("discovered: "
                + registry.factories().stream()
                        .map(factory -> factory.id().id())
                        .sorted()
                        .toList()
                + " problems: " + registry.problems());
        JdbcStorage storage = JdbcStorage.embedded(Path.of(args[0]));
        storage.open();
        try (MarketDataClient client = MarketDataClient.builder()
                .addProvider(YahooProvider.create())
                .addProvider(KrakenProvider.create())
                .addStorage(storage)
                .build()) {
            System.out.println("health: " + client.health().status() + " of "
                    + client.health().sources().size() + " sources, storage "
                    + client.health().components().get("storage"));
        }
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("quotron-"))
                .toList();
        System.out.println("left running: " + left);
    }
}
