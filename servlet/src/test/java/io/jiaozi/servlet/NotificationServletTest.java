package io.jiaozi.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real container, spoken to byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationServletTest {

  private static final int LIMIT = 1_000;
  private static final String FORM =
      "subject=%E4%BA%A4%E5%AD%90+%2B+%26&total_amount=88.00&sign=a%2Fb%3D%3D&empty=&subject=2";

  private final Recorder recorder = new Recorder();
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

  @BeforeAll
  void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder servlet = new ServletHolder(new NotificationServlet(recorder));
    context.addServlet(servlet, "/pay/notify/*");
    context.addServlet(servlet, "/filtered/*");
    Filter curious =
        (request, response, chain) -> {
          request.getParameter("subject");
          chain.doFilter(request, response);
        };
    context.addFilter(new FilterHolder(curious), "/filtered/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @BeforeEach
  void forget() {
    recorder.requests.clear();
    recorder.reply = new NotificationReply(200, "text/plain", "success");
  }

  @Test
  void form_arrivesByteForByte_withItsPathQueryAndHeaders() throws Exception {
    String answer =
        send(
            """
            POST /pay/notify/ali%%70ay?a=1&a=%%32 HTTP/1.1
            Host: shop.example
            Content-Type: application/x-www-form-urlencoded; charset=UTF-8
            X-Twice: one
            x-twice: two
            Content-Length: %d
            Connection: close

            """
                .formatted(FORM.length()),
            FORM.getBytes(StandardCharsets.UTF_8));

    InboundRequest arrived = recorder.only();
    assertThat(new String(arrived.body(), StandardCharsets.UTF_8)).isEqualTo(FORM);
    assertThat(arrived.method()).isEqualTo("POST");
    assertThat(arrived.path()).isEqualTo("/pay/notify/ali%70ay");
    assertThat(arrived.query()).isEqualTo("a=1&a=%32");
    assertThat(arrived.header("X-TWICE")).containsExactly("one", "two");
    assertThat(arrived.singleHeader("x-twice")).isNull();
    assertThat(statusOf(answer)).isEqualTo(200);
    assertThat(bodyOf(answer)).isEqualTo("success");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("content-type: text/plain;charset=utf-8\r\n");
  }

  @Test
  void everyByte_arrivesAsItIs() throws Exception {
    byte[] body = new byte[256];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    send(
        "POST /pay/notify/x HTTP/1.1\nHost: shop.example\nContent-Length: 256\nConnection: close\n\n",
        body);

    assertThat(recorder.only().body()).isEqualTo(body);
  }

  @Test
  void chunks_arePutTogether() throws Exception {
    send(
        """
        POST /pay/notify/x HTTP/1.1
        Host: shop.example
        Transfer-Encoding: chunked
        Connection: close

        """,
        "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(new String(recorder.only().body(), StandardCharsets.UTF_8)).isEqualTo("abcdefg");
  }

  @Test
  void bodyThatComesByteByByte_arrivesWhole() throws Exception {
    byte[] body = FORM.getBytes(StandardCharsets.UTF_8);
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      socket.setTcpNoDelay(true);
      out.write(
          crlf(
              "POST /pay/notify/x HTTP/1.1\nHost: shop.example\nContent-Length: "
                  + body.length
                  + "\nConnection: close\n\n"));
      for (byte one : body) {
        out.write(one);
        out.flush();
      }
      assertThat(statusOf(all(socket.getInputStream()))).isEqualTo(200);
    }
    assertThat(recorder.only().body()).isEqualTo(body);
  }

  @Test
  void bodyAtTheLimit_isTaken() throws Exception {
    send(
        "POST /pay/notify/x HTTP/1.1\nHost: s\nContent-Length: 1000\nConnection: close\n\n",
        new byte[LIMIT]);

    assertThat(recorder.only().bodyLength()).isEqualTo(LIMIT);
  }

  @Test
  void bodyThatSaysItIsTooLarge_isRefusedBeforeItIsSent() throws Exception {
    String answer =
        send("POST /pay/notify/x HTTP/1.1\nHost: s\nContent-Length: 1001\n\n", new byte[0]);

    assertThat(statusOf(answer)).isEqualTo(413);
    assertThat(recorder.requests).isEmpty();
  }

  @Test
  void bodyThatTurnsOutTooLarge_isCut_soThatTheHandlerRefusesIt() throws Exception {
    String chunk = "x".repeat(600);
    String answer =
        send(
            "POST /pay/notify/x HTTP/1.1\nHost: s\nTransfer-Encoding: chunked\nConnection: close\n\n",
            ("258\r\n" + chunk + "\r\n258\r\n" + chunk + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));

    assertThat(recorder.only().bodyLength()).isEqualTo(LIMIT + 1);
    assertThat(statusOf(answer)).isEqualTo(200);
  }

  @Test
  void bodyThatBreaksOff_isNotHandled() throws Exception {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(crlf("POST /pay/notify/x HTTP/1.1\nHost: s\nContent-Length: 10\n\nabc"));
      socket.shutdownOutput();
      all(socket.getInputStream());
    }
    assertThat(recorder.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
  void otherMethods_areRefused(String method) throws Exception {
    String answer =
        send(method + " /pay/notify/x HTTP/1.1\nHost: s\nConnection: close\n\n", new byte[0]);

    assertThat(statusOf(answer)).isEqualTo(405);
    assertThat(answer).contains("Allow: POST");
    assertThat(recorder.requests).isEmpty();
  }

  @Test
  void replyWithoutBody_hasNoContentType() throws Exception {
    recorder.reply = new NotificationReply(204, "", "");

    String answer =
        send(
            "POST /pay/notify/x HTTP/1.1\nHost: s\nContent-Length: 0\nConnection: close\n\n",
            new byte[0]);

    assertThat(statusOf(answer)).isEqualTo(204);
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("content-type");
    assertThat(bodyOf(answer)).isEmpty();
  }

  @Test
  void replyWithText_isWrittenInUtf8() throws Exception {
    recorder.reply = new NotificationReply(401, "application/json", "{\"message\":\"签名错误\"}");

    String answer =
        send(
            "POST /pay/notify/x HTTP/1.1\nHost: s\nContent-Length: 0\nConnection: close\n\n",
            new byte[0]);

    assertThat(statusOf(answer)).isEqualTo(401);
    assertThat(bodyOf(answer)).isEqualTo("{\"message\":\"签名错误\"}");
  }

  @Test
  void formThatAFilterHasRead_isAnError_andNotAForgery() throws Exception {
    String answer =
        send(
            """
            POST /filtered/x HTTP/1.1
            Host: s
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 3
            Connection: close

            """,
            "a=b".getBytes(StandardCharsets.UTF_8));

    assertThat(statusOf(answer)).isEqualTo(500);
    assertThat(recorder.requests).isEmpty();
  }

  private String send(String head, byte[] body) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(crlf(head));
      out.write(body);
      out.flush();
      return all(socket.getInputStream());
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getURI().getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static byte[] crlf(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String all(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int statusOf(String answer) {
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
  }

  private static String bodyOf(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** Notes what arrives. */
  private static final class Recorder implements NotificationHandler {

    private final List<InboundRequest> requests = new CopyOnWriteArrayList<>();
    private volatile NotificationReply reply = new NotificationReply(200, "", "");

    InboundRequest only() {
      assertThat(requests).hasSize(1);
      return requests.get(0);
    }

    @Override
    public NotificationReply handle(InboundRequest request) {
      requests.add(request);
      return reply;
    }

    @Override
    public NotificationReply handle(String account, InboundRequest request) {
      throw new AssertionError("not by name");
    }

    @Override
    public NotificationReply handle(MerchantAccount account, InboundRequest request) {
      throw new AssertionError("not by account");
    }

    @Override
    public PaymentResult returned(String account, InboundRequest request, PaymentReference stored) {
      throw new AssertionError("no return");
    }

    @Override
    public PaymentResult returned(
        MerchantAccount account, InboundRequest request, PaymentReference stored) {
      throw new AssertionError("no return");
    }

    @Override
    public MerchantHandler merchantHandler() {
      throw new UnsupportedOperationException("No sweep runs here.");
    }

    @Override
    public int bodyLimit() {
      return LIMIT;
    }

    @Override
    public void close() {}
  }
}
