package art.pinhua.finetuning;

/// How many of the held-out pairs the adapter orders as people did.
public record RunHeldout(int step, double accuracy, int pairs) {}
