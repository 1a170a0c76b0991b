package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a sidecar listens: a host and a port, with TLS or without, or a Unix socket. Never looks a name up.
 *
 * @param host a name or an address without brackets; {@code localhost} for a socket
 * @param port of the host, or -1 for a socket
 * @param socket its path, or {@code null} for a host
 */
record Endpoint(
        boolean isSecure, String host, int port, @Nullable Path socket) {
    /** What {@code sun_path} holds, less the zero that ends it. */
    private static final int LONGEST_SOCKET_PATH =
            System.getProperty("os.name", "").startsWith("Mac") ? 103 : 107;

    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern USER_INFO = Pattern.compile("//.*@");
    private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\." + BYTE + "){3}");
    private static final Pattern IPV6_LOOPBACK = Pattern.compile("::0{0,3}1|(0{1,4}:){7}0{0,3}1");

    /**
     * Returns what {@code address} names, such as {@code http://127.0.0.1:8100}, {@code https://vault.internal:8200} or
     * {@code unix:/run/agent.sock}.
     *
     * @param isPlainHttpAllowed whether HTTP without TLS may leave this machine
     * @throws IllegalArgumentException if it is anything else; shows the value, without user, password and query
     */
    static Endpoint parse(String address, boolean isPlainHttpAllowed) {
        URI uri = uri(address);
        Endpoint endpoint = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "unix" -> socket(uri, address);
            case "http" -> host(uri, address, false);
            case "https" -> host(uri, address, true);
            default -> throw wrong("begin with http://, https:// or unix:", address);
        };
        if (!endpoint.isSecure && !isPlainHttpAllowed && !endpoint.isOnThisMachine()) {
            throw wrong("use https, since plain HTTP may not leave this machine unless that is allowed", address);
        }
        return endpoint;
    }

    private static URI uri(String address) {
        try {
            URI uri = new URI(address);
            refuse(uri.getRawUserInfo() != null || USER_INFO.matcher(address).find(), "a user or a password", address);
            refuse(uri.getRawQuery() != null, "a query", address);
            refuse(uri.getRawFragment() != null, "a fragment", address);
            return uri;
        } catch (URISyntaxException malformed) { // no cause: it quotes the address
            throw wrong("be a URI", address);
        }
    }

    private static void refuse(boolean isThere, String what, String address) {
        if (isThere) {
            throw wrong("have no part that is " + what, address);
        }
    }

    private static Endpoint socket(URI uri, String address) {
        String path = uri.getPath();
        if (uri.getRawAuthority() != null || path == null || !path.startsWith("/") || path.endsWith("/")) {
            throw wrong("name a socket by its absolute path, as unix:/run/agent.sock does", address);
        }
        int length = path.getBytes(UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            throw wrong("have a path of " + LONGEST_SOCKET_PATH + " bytes at most, not of " + length, address);
        }
        return new Endpoint(false, "localhost", -1, Path.of(path));
    }

    private static Endpoint host(URI uri, String address, boolean isSecure) {
        String host = uri.getHost();
        if (host == null) {
            throw wrong("name a host", address);
        }
        if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
            throw wrong("have no path", address);
        }
        return new Endpoint(isSecure, withoutBrackets(host), port(uri, address, isSecure), null);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri, String address, boolean isSecure) {
        if (uri.getPort() == -1) {
            return isSecure ? 443 : 80;
        }
        if (uri.getPort() < 1 || uri.getPort() > HIGHEST_PORT) {
            throw wrong("have a port from 1 to " + HIGHEST_PORT, address);
        }
        return uri.getPort();
    }

    private static IllegalArgumentException wrong(String wanted, String address) {
        String shown = QUERY_OR_FRAGMENT
                .matcher(USER_INFO.matcher(address).replaceFirst("//...@"))
                .replaceFirst("?...");
        return new IllegalArgumentException("address of a sidecar must " + wanted + ", but is " + shown);
    }

    private boolean isOnThisMachine() {
        return socket != null
                || host.equals("localhost")
                || IPV4_LOOPBACK.matcher(host).matches()
                || IPV6_LOOPBACK.matcher(host).matches();
    }

    /** Returns what the {@code Host} header says. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return socket != null ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return socket != null ? "unix:" + socket : (isSecure ? "https://" : "http://") + authority();
    }
}
