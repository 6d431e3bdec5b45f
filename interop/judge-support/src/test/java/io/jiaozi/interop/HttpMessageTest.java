package io.jiaozi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpMessageTest {
  private static final byte[] BODY = {'{', '\n', '\n', 0, (byte) 0xff, ' ', '\n'};

  @TempDir Path folder;

  @Test
  void message_comesBackByteForByte() throws Exception {
    HttpMessage message =
        new HttpMessage("POST", "/v3/pay?a=%7C", Map.of("Authorization", "X a=\"b: c\", d"), BODY);
    message.write(folder.resolve("one.http"));

    HttpMessage read = Exchange.messages(folder).get("one");

    assertEquals("POST", read.method());
    assertEquals("/v3/pay?a=%7C", read.target());
    assertEquals("X a=\"b: c\", d", read.header("authorization"));
    assertArrayEquals(BODY, read.body());
  }

  @Test
  void fileWithoutHead_isRefused() throws Exception {
    Files.writeString(folder.resolve("two.http"), "POST /");

    assertThrows(IOException.class, () -> Exchange.messages(folder));
  }

  @Test
  void facts_comeBack() throws Exception {
    Map<String, String> facts = Map.of("appid", "wx1", "path", "C:\\keys", "equals", "a=b:c");
    Exchange.writeFacts(folder, facts);

    assertEquals(facts, Exchange.facts(folder));
  }

  @Test
  void server_keepsTheRequestAsItCame() throws Exception {
    try (LoopbackServer server = new LoopbackServer(any -> LoopbackServer.Answer.empty(204))) {
      HttpRequest request =
          HttpRequest.newBuilder(server.address().resolve("/a/%7Cb?c=%2A"))
              .header("X-One", "1")
              .PUT(HttpRequest.BodyPublishers.ofByteArray(BODY))
              .build();

      int status =
          HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      HttpMessage seen = server.take(Duration.ofSeconds(10));

      assertEquals(204, status);
      assertEquals("PUT", seen.method());
      assertEquals("/a/%7Cb?c=%2A", seen.target());
      assertEquals("1", seen.header("x-one"));
      assertArrayEquals(BODY, seen.body());
    }
  }
}
