package io.jiaozi.support.http;

import io.jiaozi.support.redact.LogText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception that is safe to chain: its class, its stack, and its text only if that
 * kind of text cannot quote a URL's query, a header or a body.
 */
final class SafeCause extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_TEXT = 300;
  private static final int DEEPEST = 5;

  /** Their texts are made by the JDK from addresses, names and certificates. */
  private static final Set<Class<? extends Exception>> TELLING_TYPES =
      Set.of(
          ConnectException.class,
          NoRouteToHostException.class,
          SocketException.class,
          SocketTimeoutException.class,
          UnknownHostException.class);

  /** Texts of exceptions of no particular type, known word for word. */
  private static final Set<String> TELLING_TEXTS =
      Set.of(
          "timeout",
          "Canceled",
          "canceled",
          "interrupted",
          "unexpected end of stream",
          "Connecting took too long.",
          "exhausted all routes");

  private SafeCause(String text, StackTraceElement[] stack, @Nullable SafeCause cause) {
    super(text, cause);
    setStackTrace(stack);
  }

  static SafeCause of(Throwable original) {
    return of(original, 1);
  }

  private static SafeCause of(Throwable original, int depth) {
    Throwable cause = original.getCause();
    return new SafeCause(
        textOf(original),
        original.getStackTrace(),
        cause == null || depth == DEEPEST ? null : of(cause, depth + 1));
  }

  private static String textOf(Throwable original) {
    String text = original.getMessage();
    String type = original.getClass().getName();
    if (text == null) {
      return type;
    }
    boolean telling =
        TELLING_TYPES.contains(original.getClass())
            || original instanceof SSLException
            || TELLING_TEXTS.contains(text);
    return type
        + ": "
        + (telling
            ? LogText.escape(text, LONGEST_TEXT)
            : "(text withheld, it may quote the message)");
  }
}
