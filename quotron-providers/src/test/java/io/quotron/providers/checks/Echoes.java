package io.quotron.providers.checks;

import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bad servers that repeat what they were sent, wherever a server can say something. */
final class Echoes {
    private static final int[] STATUSES = {
        200, 201, 202, 203, 204, 206, 207, 226, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405,
        406, 407, 408, 409, 410, 411, 413, 414, 415, 418, 421, 422, 425, 426, 428, 429, 431, 451, 498, 499, 500, 501,
        502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 524, 526, 530, 599
    };

    private Echoes() {}

    /** Returns the bad servers by name. */
    static Map<String, Handler> all(URI elsewhere) {
        Map<String, Handler> all = new LinkedHashMap<>();
        for (int status : STATUSES) {
            all.put("status " + status, (request, response) -> {
                if (status / 100 == 3) {
                    response.header("Location", location(elsewhere, status));
                }
                response.status(status)
                        .header("X-Echo", Canary.KEY)
                        .header("WWW-Authenticate", "Basic realm=\"" + Canary.KEY + "\"")
                        .header("Retry-After", Canary.KEY)
                        .header("Set-Cookie", "sid=" + Canary.KEY)
                        .header("Content-Type", "text/plain; charset=" + Canary.KEY)
                        .send(echo(request));
            });
        }
        texts(all);
        lines(all);
        all.put("reset", (request, response) -> response.reset());
        all.put("cut", (request, response) -> response.cut());
        all.put("stall", (request, response) -> response.stall());
        all.put("body stalls", (request, response) -> {
            response.header("X-Echo", Canary.KEY).startFixed(100_000).write(bytes(echo(request)));
            response.stall();
        });
        all.put("drips and is cut", (request, response) -> {
            response.startFixed(100_000).write(bytes(echo(request)));
            response.pause(Duration.ofMillis(5));
            response.cut();
        });
        return all;
    }

    private static String location(URI elsewhere, int status) {
        String key = Canary.KEY.replaceAll("[^A-Za-z0-9]", "");
        return switch (status) {
            case 301 -> "http://" + key + ".invalid/";
            case 302 -> "ftp://" + Canary.KEY;
            case 303 -> "//localhost:" + elsewhere.getPort() + "/" + Canary.KEY;
            default -> "http://localhost:" + elsewhere.getPort() + "/stolen?key=" + Canary.KEY;
        };
    }

    private static void texts(Map<String, Handler> all) {
        all.put(
                "a page",
                (request, response) -> response.header("Content-Type", "text/html")
                        .send("<html><head><title>" + Canary.KEY + "</title></head><body>" + echo(request)
                                + "</body></html>"));
        for (String json : new String[] {
            "{\"a\":%s", "[%s]", "{%s:1}", "{\"Information\":%s}", "{\"Note\":%s}", "{\"Error Message\":%s}",
            "{\"message\":%s,\"code\":%s}", "{\"error\":%s}", "{\"errors\":[%s]}", "%s", "{\"a\":1}%s", "[%s,"
        }) {
            all.put(
                    "JSON " + json,
                    (request, response) -> response.sendJson(json.replace("%s", quoted(echo(request)))));
            all.put(
                    "short JSON " + json,
                    (request, response) -> response.sendJson(json.replace("%s", quoted(Canary.KEY))));
            all.put(
                    "400 " + json,
                    (request, response) -> response.status(400).sendJson(json.replace("%s", quoted(Canary.KEY))));
        }
        for (String form : Canary.all()) {
            all.put(
                    "401 form " + form,
                    (request, response) -> response.status(401).send("bad key " + form));
            all.put("200 form " + form, (request, response) -> response.send("bad key " + form));
            all.put("line form " + form, (request, response) -> {
                response.raw().write(bytes("HTTP/1.1 " + form + "\r\n\r\n"));
                response.cut();
            });
        }
        all.put("repeated", (request, response) -> response.status(400).send(Canary.KEY.repeat(200)));
        all.put("not UTF-8", (request, response) -> {
            byte[] body = bytes("\"" + Canary.KEY + "? " + echo(request));
            body[Canary.KEY.length() + 1] = (byte) 0xFF;
            response.send(body);
        });
        all.put(
                "not gzip",
                (request, response) ->
                        response.header("Content-Encoding", "gzip").send(echo(request)));
    }

    private static void lines(Map<String, Handler> all) {
        Map<String, String> heads = Map.of(
                "status line", "HTTP/1.1 %s\r\n\r\n",
                "no status line", "%s\r\n\r\n",
                "not HTTP", "GET /?key=%s HTTP/1.1\r\n\r\n",
                "bad status", "HTTP/1.1 20%s OK\r\n\r\n",
                "header without colon", "HTTP/1.1 200 OK\r\n%s\r\n\r\n",
                "bad header name", "HTTP/1.1 200 OK\r\n\u0001%s: 1\r\n\r\n",
                "bad header value", "HTTP/1.1 200 OK\r\nX: \u0001%s\r\nSet-Cookie: %s\u0002\r\n\r\n",
                "bad length", "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n%s",
                "bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n",
                "bad encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\nContent-Encoding: %s\r\n\r\n%s");
        heads.forEach((name, head) -> all.put(name, (request, response) -> {
            response.raw().write(bytes(head.replace("%s", Canary.KEY)));
            response.cut();
        }));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
    }

    /** All forms of the key first, because only the beginning of an answer is ever told. */
    private static String echo(Request request) throws IOException {
        return Canary.KEY + " " + request.target() + " " + request.headers() + " " + request.text() + " "
                + Canary.everyForm();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
