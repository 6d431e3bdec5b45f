package io.jiaozi.servlet;

import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationReply;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of every channel: map it to a path such as {@code /pay/notify/*}, and give
 * each account the address that ends with its name, {@code https://shop.example/pay/notify/wechat}.
 *
 * <p>Everything but a POST, and a body that is too large by its own account, is refused unread. The
 * rest is {@link NotificationHandler#handle(io.jiaozi.notification.InboundRequest)}; its reply is
 * written byte for byte. Closing the handler is the shop's, after the container has stopped.
 */
public final class NotificationServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(NotificationServlet.class);

  private final transient NotificationHandler handler;

  /** Receives for this handler. */
  public NotificationServlet(NotificationHandler handler) {
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("POST")) {
      response.setHeader("Allow", "POST");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (request.getContentLengthLong() > handler.bodyLimit()) {
      // Nobody is going to read what is still to come.
      response.setHeader("Connection", "close");
      response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    } else {
      write(answer(request), response);
    }
  }

  private NotificationReply answer(HttpServletRequest request) throws IOException {
    try {
      return handler.handle(InboundRequests.of(request, handler.bodyLimit()));
    } catch (IllegalStateException alreadyRead) {
      log.error("{}", alreadyRead.getMessage());
      return new NotificationReply(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "", "");
    }
  }

  private static void write(NotificationReply reply, HttpServletResponse response)
      throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(reply.status());
    if (!reply.contentType().isEmpty()) {
      response.setContentType(reply.contentType());
      // Named, or containers name one of their own, and not this one.
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
