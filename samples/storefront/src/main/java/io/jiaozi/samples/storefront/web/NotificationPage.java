package io.jiaozi.samples.storefront.web;

import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationReply;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the channels tell what happened. */
@RestController
class NotificationPage {
  private final NotificationHandler notifications;

  NotificationPage(NotificationHandler notifications) {
    this.notifications = notifications;
  }

  @PostMapping("/pay/notify/{account}")
  ResponseEntity<String> told(@PathVariable("account") String account, HttpServletRequest request)
      throws IOException {
    NotificationReply reply = notifications.handle(account, Raw.request(request));
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(reply.status());
    if (!reply.contentType().isEmpty()) {
      answer.header(HttpHeaders.CONTENT_TYPE, reply.contentType());
    }
    return answer.body(reply.body());
  }
}
