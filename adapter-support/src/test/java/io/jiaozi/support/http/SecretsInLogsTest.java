package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.json.JsonOut;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Everything at its loudest, real-looking secrets everywhere: none comes out. */
@Timeout(30)
class SecretsInLogsTest {

  private static final Map<String, String> SECRETS =
      Map.of(
          "pem",
              "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
          "api_key", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
          "token",
              "A21AAFEpH4PsADK7qSS7pSRsgzfENtu-Q1ysgEDVDESseMHBYXVJYE8ovjj68elIDy8nF26AwPhfXTIeWAZHSLIsQkSYz9ifg",
          "card_number", "4111111111111111",
          "phone", "13800138000",
          "openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
          "name", "\u5f20\u4e09\u4e30");

  private static final Set<String> CANARIES =
      Set.of(
          "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
          "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
          "A21AAFEpH4PsADK7qSS7pSRsgzfENtu",
          "4111111111111111",
          "13800138000",
          "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
          "\u5f20\u4e09\u4e30",
          "%E5%BC%A0%E4%B8%89");

  private final Logger ours = (Logger) LoggerFactory.getLogger("io.jiaozi");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<String> others = new ArrayList<>();
  private final java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
  private final List<java.util.logging.Logger> loud = new ArrayList<>();
  private final Map<java.util.logging.Logger, java.util.logging.Level> before =
      new LinkedHashMap<>();
  private Level levelBefore;
  private boolean additiveBefore;

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          StringWriter text = new StringWriter();
          text.append(record.getMessage());
          if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text));
          }
          synchronized (others) {
            others.add(text.toString());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    levelBefore = ours.getLevel();
    additiveBefore = ours.isAdditive();
    ours.setLevel(Level.TRACE);
    ours.setAdditive(false);
    lines.start();
    ours.addAppender(lines);
    for (String name :
        List.of(
            "okhttp3",
            "okhttp3.OkHttpClient",
            "okhttp3.internal.concurrent.TaskRunner",
            "okhttp3.internal.http2.Http2",
            "retrofit2",
            "okio")) {
      java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
      before.put(logger, logger.getLevel());
      logger.setLevel(java.util.logging.Level.ALL);
      loud.add(logger);
    }
    handler.setLevel(java.util.logging.Level.ALL);
    root.addHandler(handler);
  }

  @AfterEach
  void restore() {
    ours.detachAppender(lines);
    ours.setLevel(levelBefore);
    ours.setAdditive(additiveBefore);
    before.forEach(java.util.logging.Logger::setLevel);
    root.removeHandler(handler);
  }

  private String logged() {
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent line : lines.list) {
      all.append(line.getLevel()).append(' ').append(line.getFormattedMessage()).append('\n');
    }
    synchronized (others) {
      others.forEach(text -> all.append(text).append('\n'));
    }
    return all.toString();
  }

  private static String json() {
    JsonOut out = JsonOut.object().field("trade_state", "SUCCESS");
    SECRETS.forEach(out::field);
    out.object("payer");
    SECRETS.forEach(out::field);
    return new String(out.end().toBytes(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ChannelHttp http(HttpTransport transport, FakeServer server) {
    return transport
        .channel("Fake Pay", List.of(server.url()))
        .header("X-Api-Key", "sk_live_4eC39HqLyjWDarjtT1zdp7dc")
        .signing(
            (request, body) ->
                request
                    .newBuilder()
                    .header(
                        "Authorization",
                        "Bearer A21AAFEpH4PsADK7qSS7pSRsgzfENtu-Q1ysgEDVDESseMHBYXVJYE8ovjj68elIDy8nF26AwPhfXTIeWAZHSLIsQkSYz9ifg")
                    .build())
        .showing(Set.of("trade_state"))
        .build();
  }

  private static FakeServer.Answer secretReply(String status) {
    byte[] body = bytes(json());
    return (request, conversation) -> {
      conversation.write(
          "HTTP/1.1 "
              + status
              + "\r\nContent-Type: application/json\r\nSet-Cookie: sk_live_4eC39HqLyjWDarjtT1zdp7dc\r\n"
              + "X-13800138000: a\r\nLocation: /4111111111111111\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      conversation.write(body);
    };
  }

  private String trace(FakeServer.Answer answer, RequestBody body) throws Exception {
    StringBuilder thrown = new StringBuilder();
    try (FakeServer server = new FakeServer(answer);
        HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http = http(transport, server);
      Calls calls = http.calls(Calls.class);
      for (var call :
          List.of(
              calls.pay(body),
              calls.query("13800138000"),
              calls.download(
                  server.url() + "/file/4111111111111111?token=" + SECRETS.get("api_key")))) {
        try {
          http.send(call, Calls.within10Seconds());
        } catch (ChannelFailure e) {
          StringWriter trace = new StringWriter();
          e.printStackTrace(new PrintWriter(trace));
          thrown.append(trace);
        }
      }
    }
    return thrown.toString();
  }

  private static void assertClean(String text) {
    for (String canary : CANARIES) {
      assertThat(text).doesNotContain(canary);
    }
  }

  @Test
  void exchange_answered_showsShapeAndAllowedValues() throws Exception {
    trace(secretReply("200 OK"), HttpBody.json(bytes(json())));

    String logged = logged();
    assertClean(logged);
    synchronized (others) {
      assertThat(others).as("OkHttp at its loudest says something").isNotEmpty();
    }
    assertThat(logged)
        .containsPattern("DEBUG Fake Pay: POST v3/pay answered 200 after \\d+ ms")
        .containsPattern("DEBUG Fake Pay: GET v3/pay/number/\\{number} answered 200 after \\d+ ms")
        .containsPattern("DEBUG Fake Pay: GET /file/\\*\\*\\* answered 200 after \\d+ ms")
        .contains(
            "TRACE Fake Pay: POST /v3/pay [Authorization, User-Agent, X-Api-Key] {trade_state=SUCCESS, ")
        .contains("TRACE Fake Pay: 200 [Content-Length, Content-Type, Location, Set-Cookie, ***] ")
        .contains("card_number=***");
  }

  @Test
  void exchange_refused_showsShape() throws Exception {
    trace(secretReply("400 13800138000 4111111111111111"), HttpBody.json(bytes(json())));

    assertClean(logged());
  }

  @Test
  void exchange_withForm_showsNames() throws Exception {
    trace(
        secretReply("200 OK"),
        HttpBody.form(FormCodec.encode(SECRETS, StandardCharsets.UTF_8), "utf-8"));

    assertClean(logged());
    assertThat(logged()).contains("api_key=***");
  }

  @Test
  void exchange_brokenByTheServer_quotesNothing() throws Exception {
    List<String> replies =
        List.of(
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc 13800138000\r\n\r\n",
            "HTTP/1.1 4111111111111111 no\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsk_live_4eC39HqLyjWDarjtT1zdp7dc\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;4111111111111111\r\nx13800138000\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 13800138000\r\n\r\n4111111111111111",
            "HTTP/1.1 200 OK\r\n4111111111111111\r\nContent-Length: 1\r\n\r\n4",
            "HTTP/1.1 204 No\r\nContent-Length: 16\r\n\r\n4111111111111111");
    for (String reply : replies) {
      String thrown =
          trace(
              (request, conversation) -> {
                conversation.write(reply);
                conversation.close();
              },
              HttpBody.json(bytes(json())));

      assertClean(thrown);
    }
    assertClean(logged());
  }

  @Test
  void exchange_notSent_quotesNothing() throws Exception {
    StringWriter thrown = new StringWriter();
    try (HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http =
          transport.channel("Fake Pay", List.of(java.net.URI.create("http://127.0.0.1:1"))).build();
      Calls calls = http.calls(Calls.class);
      for (var call :
          List.of(
              calls.query("../13800138000"),
              calls.query("13800138000"),
              calls.download("https://4111111111111111.example/?sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
              calls.download("nonsense:sk_live_4eC39HqLyjWDarjtT1zdp7dc"))) {
        try {
          http.send(call, Calls.within10Seconds());
        } catch (ChannelFailure.NotSent e) {
          e.printStackTrace(new PrintWriter(thrown));
        }
      }
    }

    assertThat(thrown.toString()).contains("NotSent");
    assertClean(thrown.toString());
    assertClean(logged());
  }
}
