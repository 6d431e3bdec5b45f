package io.jiaozi.servlet;

import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationHandler;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a servlet's request as it arrived, for notifications and for return pages.
 *
 * <p>Parameters are never asked for: the container would read the body for them, and decode it, and
 * a signature is checked on the bytes as they came. For the same reason no filter in front may ask
 * for one, on the paths of notifications and of return pages that are posted to.
 */
public final class InboundRequests {

  private InboundRequests() {}

  /** With at most {@link NotificationHandler#DEFAULT_BODY_LIMIT} bytes of body. */
  public static InboundRequest of(HttpServletRequest request) throws IOException {
    return of(request, NotificationHandler.DEFAULT_BODY_LIMIT);
  }

  /**
   * With a body of at most so many bytes. Of a longer one, one byte more than that is read and
   * kept, so that it is refused, and nothing else of it.
   *
   * @param bodyLimit bytes, at least 1
   * @throws IOException if the body could not be read to its end
   * @throws IllegalStateException if the body has been read by somebody else
   */
  public static InboundRequest of(HttpServletRequest request, int bodyLimit) throws IOException {
    String query = request.getQueryString();
    return new InboundRequest(
        request.getMethod(),
        request.getRequestURI(),
        query == null ? "" : query,
        headers(request),
        body(request, bodyLimit));
  }

  private static byte[] body(HttpServletRequest request, int limit) throws IOException {
    byte[] body =
        request.getInputStream().readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1);
    if (body.length == 0 && request.getContentLengthLong() > 0) {
      throw new IllegalStateException(
          "The body of a request was read before its signature could be checked. A filter in front"
              + " asks for its parameters, or an interceptor logs it: leave the paths of"
              + " notifications and return pages out of that.");
    }
    return body;
  }

  private static Map<String, List<String>> headers(HttpServletRequest request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    return headers;
  }
}
