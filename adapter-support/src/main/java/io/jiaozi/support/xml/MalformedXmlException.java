package io.jiaozi.support.xml;

/**
 * XML that is not well formed, or holds what no message of a channel needs. Tells what is wrong,
 * never what stands there: the document may hold anything.
 */
public final class MalformedXmlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedXmlException(String what) {
    super("The XML " + what + ".");
  }
}
