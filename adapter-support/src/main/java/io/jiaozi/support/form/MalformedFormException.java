package io.jiaozi.support.form;

/** A form that is not encoded as it must be. Tells where, never what stands there. */
public final class MalformedFormException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedFormException(String fault, int position) {
    super("The form " + fault + ", at byte " + position + ".");
  }
}
