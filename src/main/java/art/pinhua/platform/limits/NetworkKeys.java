package art.pinhua.platform.limits;

import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Names a client's network without telling which it is: a hash under the key of the day. Of an IPv6 address the first
/// half counts, because a household owns the second.
@Singleton
public class NetworkKeys {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final DailyKey keys;

    NetworkKeys(DailyKey keys) {
        this.keys = keys;
    }

    /// @param address as the connection, or a trusted proxy, gives it
    public String of(String address) {
        return keys.seal("network address").of(network(address));
    }

    static String network(String address) {
        var literal = address.replaceFirst("%.*", "");
        try {
            var parsed = InetAddress.ofLiteral(literal);
            var bytes = parsed.getAddress();
            return HexFormat.of()
                    .formatHex(parsed instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
        } catch (IllegalArgumentException notAnAddress) {
            return "unknown"; // a local socket, or a proxy that hides it
        }
    }
}
