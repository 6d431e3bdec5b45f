package io.jiaozi.support.http;

import io.jiaozi.support.redact.Transcript;
import java.lang.annotation.Annotation;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Invocation;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;

/** One line for each exchange at DEBUG, a scrubbed transcript at TRACE. */
final class ExchangeLog {

  private static final Logger log = LoggerFactory.getLogger(ChannelHttp.class);

  private final String channel;
  private final Transcript transcript;

  ExchangeLog(String channel, Transcript transcript) {
    this.channel = channel;
    this.transcript = transcript;
  }

  /** The path as the Retrofit interface writes it, without anybody's numbers. */
  String pathOf(Request request) {
    Invocation invocation = request.tag(Invocation.class);
    String template = invocation == null ? null : template(invocation);
    return template == null || template.isEmpty()
        ? Transcript.maskedPath(request.url().encodedPath())
        : template;
  }

  private static @Nullable String template(Invocation invocation) {
    for (Annotation annotation : invocation.method().getAnnotations()) {
      if (annotation instanceof GET get) {
        return get.value();
      } else if (annotation instanceof POST post) {
        return post.value();
      } else if (annotation instanceof PUT put) {
        return put.value();
      } else if (annotation instanceof PATCH patch) {
        return patch.value();
      } else if (annotation instanceof DELETE delete) {
        return delete.value();
      }
    }
    return null;
  }

  void replied(Request request, String path, Reply reply, Duration elapsed) {
    if (log.isDebugEnabled()) {
      log.debug(
          "{}: {} {} answered {} after {} ms",
          channel,
          request.method(),
          path,
          reply.status(),
          elapsed.toMillis());
    }
    if (log.isTraceEnabled()) {
      log.trace("{}", asked(request));
      log.trace(
          "{}: {}",
          channel,
          transcript.reply(
              reply.status(), reply.headerNames(), reply.header("Content-Type"), reply.body()));
    }
  }

  void failed(Request request, String path, boolean sent, Duration elapsed) {
    if (log.isDebugEnabled()) {
      log.debug(
          "{}: {} {} {} after {} ms",
          channel,
          request.method(),
          path,
          sent ? "was sent and brought no usable reply" : "was not sent",
          elapsed.toMillis());
    }
    if (log.isTraceEnabled()) {
      log.trace("{}", asked(request));
    }
  }

  private String asked(Request request) {
    RequestBody body = request.body();
    MediaType type = body == null ? null : body.contentType();
    return channel
        + ": "
        + transcript.request(
            request.method(),
            request.url().encodedPath(),
            request.headers().names(),
            type == null ? null : type.toString(),
            RequestMaker.bytesOf(request));
  }
}
