package art.pinhua.training.io;

/// Texts of files as messages show them: whoever wrote the file chose their length and characters.
public final class Shown {
    private static final int LONGEST_NAME = 120;

    private Shown() {}

    /// A name, short and printable.
    public static String name(String name) {
        boolean whole = name.length() <= LONGEST_NAME;
        String printable = (whole ? name : name.substring(0, LONGEST_NAME)).replaceAll("\\p{Cntrl}", "?");
        return whole ? printable : printable + "…";
    }
}
