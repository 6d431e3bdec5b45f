package io.jiaozi.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboundRequestTest {

  private static InboundRequest with(Map<String, List<String>> headers) {
    return new InboundRequest("POST", "/notify", "", headers, new byte[] {1, 2});
  }

  @Test
  void header_anyCase_isFound() {
    InboundRequest request = with(Map.of("X-Signature", List.of("abc")));
    assertThat(request.header("x-SIGNATURE")).containsExactly("abc");
    assertThat(request.singleHeader("x-signature")).isEqualTo("abc");
    assertThat(request.headers().get("X-SIGNATURE")).containsExactly("abc");
  }

  @Test
  void singleHeader_twice_isNoValueAtAll() {
    assertThat(with(Map.of("S", List.of("a", "b"))).singleHeader("S")).isNull();
    assertThat(with(Map.of("S", List.of("a", "a"))).singleHeader("S")).isNull();
    assertThat(with(Map.of("S", List.of())).singleHeader("S")).isNull();
    assertThat(with(Map.of()).singleHeader("S")).isNull();
  }

  @Test
  void headers_namesThatDifferInCaseOnly_areOneHeader() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("S", List.of("a"));
    headers.put("s", List.of("b"));
    assertThat(with(headers).header("S")).containsExactly("a", "b");
    assertThat(with(headers).singleHeader("S")).isNull();
  }

  @Test
  void headers_statusLineOfSomeServers_isIgnored() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put(null, List.of("HTTP/1.1 200 OK"));
    headers.put("A", null);
    assertThat(with(headers).headers()).isEmpty();
  }

  @Test
  void everythingGiven_isCopied() {
    byte[] body = {1, 2, 3};
    List<String> values = new ArrayList<>(List.of("a"));
    Map<String, List<String>> headers = new HashMap<>(Map.of("A", values));
    InboundRequest request = new InboundRequest("POST", "/n", "", headers, body);
    body[0] = 9;
    values.add("b");
    headers.put("B", List.of("c"));
    request.body()[1] = 9;
    assertThat(request.body()).containsExactly(1, 2, 3);
    assertThat(request.headers()).containsOnlyKeys("A");
    assertThat(request.header("A")).containsExactly("a");
    assertThatThrownBy(() -> request.headers().put("C", List.of()))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
