package io.jiaozi.samples.storefront.web;

import io.jiaozi.notification.InboundRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request as it came: signatures cover its bytes, so nobody may have read its parameters. */
final class Raw {
  private static final int LONGEST_BODY = 1 << 20;

  private Raw() {}

  static InboundRequest request(HttpServletRequest request) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    String query = request.getQueryString();
    return new InboundRequest(
        request.getMethod(),
        request.getRequestURI(),
        query == null ? "" : query,
        headers,
        request.getInputStream().readNBytes(LONGEST_BODY));
  }
}
