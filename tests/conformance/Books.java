import com.adobe.epubcheck.tool.EpubChecker;

/**
 * Runs EPUBCheck over many books in one JVM: its own command line takes one book a start.
 *
 * <p>Arguments: the file of excepted messages, then pairs of a book and the JSON report to write.
 * A book on which EPUBCheck itself breaks down leaves no report; the caller counts that as a
 * failure.
 */
public final class Books {
  public static void main(String[] args) {
    for (int i = 1; i + 1 < args.length; i += 2) {
      try {
        new EpubChecker()
            .run(
                new String[] {
                  args[i], "-u", "-q", "--locale", "en", "-c", args[0], "--json", args[i + 1]
                });
      } catch (Throwable broken) {
        System.err.println(args[i] + ": " + broken);
      }
    }
    // EPUBCheck may leave worker threads behind.
    System.exit(0);
  }
}
