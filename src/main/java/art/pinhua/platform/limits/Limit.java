package art.pinhua.platform.limits;

import java.time.Duration;
import java.util.regex.Pattern;

/// A bucket of `count`, filled again evenly over `span`. Written `60/m`: 60 a minute, all of them at once if need be
/// (`s`, `m`, `h` and `d` are known). `off` stands for no limit.
public record Limit(int count, Duration span) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/([smhd])");
    private static final Limit NONE = new Limit(0, Duration.ZERO);

    /// Called by the configuration.
    public static Limit of(String text) {
        if (text.equals("off")) {
            return NONE;
        }
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a limit is written like 60/m, 300/h or off, was " + text);
        }
        return new Limit(Integer.parseInt(parts.group(1)), spanOf(parts.group(2)));
    }

    public boolean none() {
        return count == 0;
    }

    /// Time in which one comes back.
    public Duration interval() {
        return span.dividedBy(count);
    }

    private static Duration spanOf(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
