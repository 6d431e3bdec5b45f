package com.example.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.jiaozi.Operation;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpTransport;
import io.jiaozi.support.redact.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

  private static final CallContext CALL =
      new CallContext(Operation.PAY, Duration.ofSeconds(5), 1, null);

  private final HttpTransport transport = HttpTransport.standard();
  private final Context context = new Context();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "{\"access_token\":\"T1\",\"expires_in\":1000}";
  private final AtomicInteger asked = new AtomicInteger();

  /** A clock moved by hand; nothing else is used. */
  private static final class Context extends Clock implements AdapterContext {
    private volatile Instant now = Instant.parse("2026-11-25T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Clock clock() {
      return this;
    }

    @Override
    public byte[] randomBytes(int count) {
      return new byte[count];
    }

    @Override
    public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T fetchKeys(Supplier<? extends T> download) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/oauth/token",
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
  }

  private AccessTokens tokens() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new AccessTokens(
        transport.channel("Test", List.of(address)).build(), context, "id", Secret.of("secret"));
  }

  @Test
  void token_isKeptNineTenthsOfItsLife() {
    AccessTokens tokens = tokens();
    assertThat(tokens.header(CALL)).isEqualTo("Bearer T1");
    context.now = context.now.plusSeconds(899);
    assertThat(tokens.header(CALL)).isEqualTo("Bearer T1");
    assertThat(asked).hasValue(1);
    context.now = context.now.plusSeconds(1);
    body = "{\"access_token\":\"T2\",\"expires_in\":1000}";
    assertThat(tokens.header(CALL)).isEqualTo("Bearer T2");
  }

  @Test
  void withoutAToken_theCallWasNotSent() {
    status = 503;
    assertThat(catchThrowableOfType(ChannelFailure.NotSent.class, () -> tokens().header(CALL)))
        .hasMessageContaining("it gave no access");
  }

  @Test
  void wrongCredentials_areSaidToBeWrong() {
    status = 401;
    assertThat(
            catchThrowableOfType(ChannelFailure.Rejected.class, () -> tokens().header(CALL))
                .reason())
        .isEqualTo(RejectedReason.BAD_CREDENTIALS);
  }
}
