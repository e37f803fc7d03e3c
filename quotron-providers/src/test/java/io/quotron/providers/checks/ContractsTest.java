package io.quotron.providers.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.ActionSourceContract;
import io.quotron.testkit.contract.BadDaysContract;
import io.quotron.testkit.contract.BarSourceContract;
import io.quotron.testkit.contract.BookSourceContract;
import io.quotron.testkit.contract.DiscoverySourceContract;
import io.quotron.testkit.contract.InstrumentSourceContract;
import io.quotron.testkit.contract.OptionSourceContract;
import io.quotron.testkit.contract.ProfileSourceContract;
import io.quotron.testkit.contract.ProviderLifecycleContract;
import io.quotron.testkit.contract.QuoteSourceContract;
import io.quotron.testkit.contract.StreamSourceContract;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every role of every provider keeps the contract of the role, and none of them is let off counting its requests. */
class ContractsTest {
    private static final Map<Class<?>, Function<MarketDataProvider, Optional<?>>> ROLES = Map.of(
            QuoteSourceContract.class, MarketDataProvider::quotes,
            BarSourceContract.class, MarketDataProvider::bars,
            ActionSourceContract.class, MarketDataProvider::actions,
            BookSourceContract.class, MarketDataProvider::books,
            DiscoverySourceContract.class, MarketDataProvider::discovery,
            InstrumentSourceContract.class, MarketDataProvider::instruments,
            OptionSourceContract.class, MarketDataProvider::options,
            ProfileSourceContract.class, MarketDataProvider::profiles,
            StreamSourceContract.class, MarketDataProvider::stream,
            ProviderLifecycleContract.class, Optional::of);

    /** Their answers and failures are in AlphaVantageHistoryTest and AlphaVantageSimulatedTest. */
    private static final Map<Simulated, List<String>> TESTED_OTHERWISE = Map.of(
            Simulated.ALPHA_VANTAGE,
            List.of("ActionSourceContract", "DiscoverySourceContract", "ProfileSourceContract"));

    private final JavaClasses classes = new ClassFileImporter().importPackages("io.quotron.providers");

    @ParameterizedTest
    @EnumSource(Simulated.class)
    void roles_present_haveTheirContract(Simulated who) {
        String folder = "io.quotron.providers." + who.name().replace("_", "").toLowerCase(Locale.ROOT);
        List<String> missing = new ArrayList<>();
        try (MarketDataProvider provider = who.provider(URI.create("http://127.0.0.1:9/"))) {
            ROLES.forEach((contract, role) -> {
                boolean kept = classes.stream()
                        .anyMatch(type -> type.getPackageName().equals(folder)
                                && type.isAssignableTo(contract)
                                && !type.isInterface());
                if (role.apply(provider).isPresent() && !kept) {
                    missing.add(contract.getSimpleName());
                }
            });
        }
        assertThat(missing).isSubsetOf(TESTED_OTHERWISE.getOrDefault(who, List.of()));
    }

    @Test
    void countingOfRequests_noWhere_isSwitchedOff() {
        List<JavaMethod> overridden = classes.stream()
                .filter(type -> type.isAssignableTo(BadDaysContract.class))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getName().startsWith("q230_")
                        || method.getName().startsWith("q231_")
                        || method.getName().startsWith("q229_"))
                .toList();
        assertThat(overridden).isEmpty();
        assertThat(classes.stream().filter(type -> type.isAssignableTo(BadDaysContract.class)))
                .extracting(JavaClass::getSimpleName)
                .hasSizeGreaterThan(20);
    }
}
