package art.pinhua.training.starter.atelier;

/// A place in a picture, in shares of its height; y points down.
record Spot(double x, double y) {
    Spot plus(double dx, double dy) {
        return new Spot(x + dx, y + dy);
    }

    /// @param degrees from straight down, positive to the right: 90 is right, 180 up
    Spot along(double degrees, double length) {
        return plus(
                length * StrictMath.sin(StrictMath.toRadians(degrees)),
                length * StrictMath.cos(StrictMath.toRadians(degrees)));
    }

    Spot toward(Spot other, double share) {
        return new Spot(x + share * (other.x - x), y + share * (other.y - y));
    }

    double distance(Spot other) {
        return StrictMath.hypot(other.x - x, other.y - y);
    }

    /// Degrees of the way to another spot, as `along` takes them.
    double degreesTo(Spot other) {
        return StrictMath.toDegrees(StrictMath.atan2(other.x - x, other.y - y));
    }
}
