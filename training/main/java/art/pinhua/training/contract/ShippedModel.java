package art.pinhua.training.contract;

/// Models that come with the product, as folders from the root of the repository.
public final class ShippedModel {
    /// What a fresh installation serves, and what commands take that are told of no other.
    public static final String STARTER = "training/models/starter-128";

    private ShippedModel() {}
}
