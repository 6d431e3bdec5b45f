package io.jiaozi.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.common.Notifier;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.jiaozi.sandbox.Dispatcher.Served;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The port. WireMock reads the request and sends the answer, well or badly; one stub that matches
 * everything asks the {@link Dispatcher} what to answer. Its own journal and admin API are off.
 */
final class WireMockFront {
  private static final String NAME = "jiaozi-sandbox";

  /** Silent requests keep their thread; this many at once leave enough for the others. */
  private static final int THREADS = 200;

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final int port;
  private final WireMockServer server;

  WireMockFront(int port, Clock clock, Dispatcher dispatcher) {
    this.port = port;
    Bridge bridge = new Bridge(clock, dispatcher);
    server =
        new WireMockServer(
            wireMockConfig()
                .bindAddress("127.0.0.1")
                .port(port)
                .containerThreads(THREADS)
                .disableRequestJournal()
                .adminAuthenticator(request -> false)
                .stubRequestLoggingDisabled(true)
                .notifier(new Silent())
                .gzipDisabled(true)
                .http2PlainDisabled(true)
                .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.NEVER)
                .jettyStopTimeout(100L)
                .extensions(bridge));
    server.stubFor(any(anyUrl()).willReturn(ResponseDefinitionBuilder.responseDefinition()));
  }

  /** Opens the port and says which it is. */
  int start() {
    try {
      server.start();
    } catch (FatalStartupException e) {
      throw new IllegalStateException(
          "The sandbox cannot listen on 127.0.0.1:"
              + port
              + ": the port is taken, or not allowed. Choose another one, or 0 for any free port.",
          e);
    }
    return server.port();
  }

  /** Frees the port; does nothing when it was never opened. */
  void stop() {
    if (server.isRunning()) {
      server.stop();
    }
  }

  /**
   * Asks the dispatcher; afterwards lets the channel do what it put off until the answer is out.
   */
  private static final class Bridge implements ResponseDefinitionTransformerV2, ServeEventListener {
    private final Clock clock;
    private final Dispatcher dispatcher;
    private final Map<UUID, Reply> sent = new ConcurrentHashMap<>();

    private Bridge(Clock clock, Dispatcher dispatcher) {
      this.clock = clock;
      this.dispatcher = dispatcher;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public boolean applyGlobally() {
      return true;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
      Served served = dispatcher.serve(wireRequest(event.getRequest()));
      sent.put(event.getId(), served.reply());
      return response(served);
    }

    @Override
    public void afterComplete(ServeEvent event, Parameters parameters) {
      Reply reply = sent.remove(event.getId());
      if (reply != null) {
        reply.runAfterwards();
      }
    }

    private static WireRequest wireRequest(Request request) {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      for (HttpHeader header : request.getHeaders().all()) {
        headers.put(header.key(), header.values());
      }
      byte[] body = request.getBody();
      return new WireRequest(
          request.getMethod().getName(),
          request.getUrl(),
          headers,
          body == null ? new byte[0] : body);
    }

    private ResponseDefinition response(Served served) {
      Reply reply = served.reply();
      ResponseDefinitionBuilder builder =
          ResponseDefinitionBuilder.responseDefinition().withStatus(reply.status());
      reply.headers().forEach((name, value) -> builder.withHeader(name, value));
      builder.withHeader("Date", HTTP_DATE.format(clock.instant()));
      byte[] body = reply.body();
      if (served.fault() == Fault.TRUNCATED_REPLY) {
        // At least one byte is announced that never comes, also when the right answer has no body.
        builder.withHeader("Content-Length", Integer.toString(body.length + 16));
      }
      if (body.length > 0) {
        builder.withBody(body);
      }
      com.github.tomakehurst.wiremock.http.Fault fault = connectionFault(served.fault());
      return (fault == null ? builder : builder.withFault(fault)).build();
    }

    private static com.github.tomakehurst.wiremock.http.@Nullable Fault connectionFault(
        @Nullable Fault fault) {
      if (fault == null) {
        return null;
      }
      return switch (fault) {
        case RESET_AFTER_READ, RESET_AFTER_COMMIT ->
            com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;
        case CLOSE_AFTER_COMMIT, SILENCE_AFTER_COMMIT ->
            com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE;
        case MALFORMED_CHUNK -> com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK;
        case GARBAGE -> com.github.tomakehurst.wiremock.http.Fault.RANDOM_DATA_THEN_CLOSE;
        default -> null;
      };
    }
  }

  /** The sandbox tells its story through its journal, not through WireMock's log. */
  private static final class Silent implements Notifier {
    @Override
    public void info(String message) {}

    @Override
    public void error(String message) {}

    @Override
    public void error(String message, Throwable cause) {}
  }
}
