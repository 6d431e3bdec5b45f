package io.jiaozi.support.json;

/**
 * JSON that is not valid, or not of the shape the reader expects. Tells where and what was
 * expected, never what stands there: the document may hold anything.
 */
public final class MalformedJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long position;

  MalformedJsonException(String expectation, long position) {
    super("The JSON " + expectation + ", at byte " + position + ".");
    this.position = position;
  }

  /** How many bytes precede the fault, more or less; 0 for the document as a whole. */
  public long position() {
    return position;
  }
}
