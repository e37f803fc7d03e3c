package io.quotron.storage;

import io.quotron.model.Bar;
import io.quotron.spi.StorageSink;
import io.quotron.testkit.contract.StorageSinkContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class JdbcStorageContractTest extends StorageSinkContract {
    @Override
    protected StorageSink createSink(Path storeFolder) {
        return JdbcStorage.embedded(storeFolder);
    }

    @Override
    protected Optional<Bar> poisonBar() {
        return Optional.of(Rows.bar(0).tradeCount(-1).build());
    }

    @Override
    protected Optional<StorageSink> unreachableSink(Path storeFolder) {
        try {
            Path file = Files.writeString(storeFolder.resolve("taken"), "a file where a folder must be");
            return Optional.of(JdbcStorage.embedded(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
