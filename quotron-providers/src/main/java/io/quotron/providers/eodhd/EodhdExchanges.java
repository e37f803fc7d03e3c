package io.quotron.providers.eodhd;

import io.quotron.model.CurrencyUnit;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of EODHD: their canonical suffix, zone, usual price unit and country. EODHD tells none of them beside prices. Suffixes
 * are those that are widely used for the exchange; where there is none, EODHD's own code is the suffix.
 */
final class EodhdExchanges {
    static final String US = "US";
    static final String INDEX = "INDX";
    static final String FOREX = "FOREX";
    static final String COINS = "CC";

    /** Code, suffix, zone, unit, country. */
    private static final String TABLE = """
            US - America/New_York USD US
            LSE L Europe/London GBp GB
            TO TO America/Toronto CAD CA
            V V America/Toronto CAD CA
            NEO NE America/Toronto CAD CA
            XETRA DE Europe/Berlin EUR DE
            F F Europe/Berlin EUR DE
            BE BE Europe/Berlin EUR DE
            HM HM Europe/Berlin EUR DE
            DU DU Europe/Berlin EUR DE
            MU MU Europe/Berlin EUR DE
            HA HA Europe/Berlin EUR DE
            STU SG Europe/Berlin EUR DE
            VI VI Europe/Vienna EUR AT
            LU LU Europe/Luxembourg EUR LU
            PA PA Europe/Paris EUR FR
            BR BR Europe/Brussels EUR BE
            AS AS Europe/Amsterdam EUR NL
            LS LS Europe/Lisbon EUR PT
            MC MC Europe/Madrid EUR ES
            MI MI Europe/Rome EUR IT
            SW SW Europe/Zurich CHF CH
            ST ST Europe/Stockholm SEK SE
            CO CO Europe/Copenhagen DKK DK
            OL OL Europe/Oslo NOK NO
            HE HE Europe/Helsinki EUR FI
            IC IC Atlantic/Reykjavik ISK IS
            IR IR Europe/Dublin EUR IE
            AT AT Europe/Athens EUR GR
            WAR WA Europe/Warsaw PLN PL
            PR PR Europe/Prague CZK CZ
            BUD BD Europe/Budapest HUF HU
            RO RO Europe/Bucharest RON RO
            ZSE ZSE Europe/Zagreb EUR HR
            IS IS Europe/Istanbul TRY TR
            TA TA Asia/Jerusalem ILA IL
            SR SR Asia/Riyadh SAR SA
            EGX CA Africa/Cairo EGP EG
            JSE JO Africa/Johannesburg ZAc ZA
            BC BC Africa/Casablanca MAD MA
            XNSA XNSA Africa/Lagos NGN NG
            XNAI XNAI Africa/Nairobi KES KE
            XBOT XBOT Africa/Gaborone BWP BW
            GSE GSE Africa/Accra GHS GH
            BRVM BRVM Africa/Abidjan XOF CI
            MSE MSE Africa/Blantyre MWK MW
            SEM SEM Indian/Mauritius MUR MU
            RSE RSE Africa/Kigali RWF RW
            DSE DSE Africa/Dar_es_Salaam TZS TZ
            USE USE Africa/Kampala UGX UG
            LUSE LUSE Africa/Lusaka ZMW ZM
            XZIM XZIM Africa/Harare - ZW
            VFEX VFEX Africa/Harare USD ZW
            HK HK Asia/Hong_Kong HKD HK
            SHG SS Asia/Shanghai CNY CN
            SHE SZ Asia/Shanghai CNY CN
            TW TW Asia/Taipei TWD TW
            TWO TWO Asia/Taipei TWD TW
            KO KS Asia/Seoul KRW KR
            KQ KQ Asia/Seoul KRW KR
            NSE NS Asia/Kolkata INR IN
            BSE BO Asia/Kolkata INR IN
            KAR KAR Asia/Karachi PKR PK
            CM CM Asia/Colombo LKR LK
            BK BK Asia/Bangkok THB TH
            JK JK Asia/Jakarta IDR ID
            KLSE KL Asia/Kuala_Lumpur MYR MY
            PSE PS Asia/Manila PHP PH
            VN VN Asia/Ho_Chi_Minh VND VN
            AU AX Australia/Sydney AUD AU
            SA SA America/Sao_Paulo BRL BR
            MX MX America/Mexico_City MXN MX
            BA BA America/Argentina/Buenos_Aires ARS AR
            SN SN America/Santiago CLP CL
            LIM LIM America/Lima PEN PE
            EUFUND EUFUND - EUR -
            GBOND GBOND - - -
            BOND BOND - - -
            MONEY MONEY - - -
            COMM COMM - - -
            INDX - - - -
            FOREX - UTC - -
            CC - UTC - -
            """;

    private static final Map<String, String> INDEX_ZONES = indexZones();
    private static final Map<String, Exchange> BY_CODE = byCode();
    private static final Map<String, Exchange> BY_SUFFIX = bySuffix();

    /**
     * One exchange.
     *
     * @param code EODHD's code
     * @param suffix the suffix of canonical symbols; empty for American shares, indices and pairs
     * @param zone where its days begin; null where that is not known
     * @param unit the usual unit of its prices; null where that is not known
     * @param country two letters, empty where it has none
     */
    record Exchange(
            String code,
            String suffix,
            @Nullable ZoneId zone,
            @Nullable CurrencyUnit unit,
            String country) {}

    private EodhdExchanges() {}

    private static Map<String, Exchange> byCode() {
        Map<String, Exchange> table = new LinkedHashMap<>();
        TABLE.lines().map(line -> line.split(" ", -1)).forEach(row -> table.put(row[0], exchange(row)));
        return table;
    }

    private static Exchange exchange(String[] row) {
        return new Exchange(
                row[0],
                row[1].equals("-") ? "" : row[1],
                row[2].equals("-") ? null : zone(row[2]),
                row[3].equals("-") ? null : CurrencyUnit.of(row[3]),
                row[4].equals("-") ? "" : row[4]);
    }

    /** A machine with other time zone data than ours must not keep the class from loading. */
    private static @Nullable ZoneId zone(String id) {
        try {
            return id.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(id);
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    /** Suffixes come first; EODHD's own codes are understood where they are nobody's suffix. */
    private static Map<String, Exchange> bySuffix() {
        Map<String, Exchange> table = new LinkedHashMap<>();
        BY_CODE.values().stream()
                .filter(exchange -> !exchange.suffix().isEmpty())
                .forEach(exchange -> table.put(exchange.suffix(), exchange));
        BY_CODE.values().forEach(exchange -> table.putIfAbsent(exchange.code(), exchange));
        return table;
    }

    private static Map<String, String> indexZones() {
        Map<String, String> zones = new LinkedHashMap<>();
        put(
                zones,
                "America/New_York",
                "GSPC DJI IXIC NDX RUT RUA RUI VIX OEX MID SP400 SP600 NYA XAX W5000 SPX COMP DJT DJU");
        put(zones, "Europe/London", "FTSE FTMC FTAS");
        put(zones, "Europe/Berlin", "GDAXI MDAXI SDAXI TECDAX STOXX STOXX50E SX5E");
        put(zones, "Europe/Paris", "FCHI N100");
        put(zones, "Europe/Amsterdam", "AEX");
        put(zones, "Europe/Brussels", "BFX");
        put(zones, "Europe/Madrid", "IBEX");
        put(zones, "Europe/Rome", "FTSEMIB");
        put(zones, "Europe/Zurich", "SSMI");
        put(zones, "Asia/Tokyo", "N225 TOPX");
        put(zones, "Asia/Hong_Kong", "HSI HSCE");
        put(zones, "Asia/Shanghai", "SSEC 000001 399001");
        put(zones, "Asia/Seoul", "KS11 KQ11");
        put(zones, "Asia/Kolkata", "NSEI BSESN NSEBANK");
        put(zones, "Australia/Sydney", "AXJO AORD");
        put(zones, "America/Toronto", "GSPTSE");
        put(zones, "America/Sao_Paulo", "BVSP");
        put(zones, "America/Mexico_City", "MXX");
        return zones;
    }

    private static void put(Map<String, String> zones, String zone, String codes) {
        for (String code : codes.split(" ", -1)) {
            zones.put(code, zone);
        }
    }

    /** Finds an exchange by EODHD's code. */
    static Optional<Exchange> byCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code.toUpperCase(Locale.ROOT)));
    }

    /** Finds an exchange by the suffix of a canonical symbol. */
    static Optional<Exchange> bySuffix(String suffix) {
        return Optional.ofNullable(BY_SUFFIX.get(suffix));
    }

    /** Tells where the days of an index begin; empty where that is not known. */
    static Optional<ZoneId> zoneOfIndex(String code) {
        return Optional.ofNullable(INDEX_ZONES.get(code.toUpperCase(Locale.ROOT)))
                .map(EodhdExchanges::zone);
    }

    /** Returns suffixes that a wrong one may have been meant for, at most five. */
    static List<String> near(String suffix) {
        return BY_SUFFIX.keySet().stream()
                .filter(known ->
                        known.charAt(0) == suffix.charAt(0) || known.contains(suffix) || suffix.contains(known))
                .sorted()
                .limit(5)
                .map(known -> "." + known)
                .toList();
    }
}
