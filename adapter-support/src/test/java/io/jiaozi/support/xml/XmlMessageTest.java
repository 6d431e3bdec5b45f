package io.jiaozi.support.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlMessageTest {

  private static XmlMessage parse(String document) {
    return XmlMessage.parse(document.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void message_isReadWhole() {
    XmlMessage message =
        parse(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <pay kind="a&amp;b">
              <code>000000</code><note></note>
              <list><item>1 &lt; 2</item><item><![CDATA[<饺子>]]>&#33;</item></list>
            </pay>
            """);
    assertThat(message.name()).isEqualTo("pay");
    assertThat(message.attributes()).containsExactly(Map.entry("kind", "a&b"));
    assertThat(message.text("code")).contains("000000");
    assertThat(message.text("note")).contains("");
    assertThat(message.text("other")).isEmpty();
    assertThat(message.text()).isEmpty();
    assertThat(message.child("list").orElseThrow().children("item"))
        .extracting(XmlMessage::text)
        .containsExactly("1 < 2", "<饺子>!");
  }

  @Test
  void textIsNotTrimmed() {
    assertThat(parse("<a><b> x\n</b></a>").text("b")).contains(" x\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "<a>1<b/></a>",
        "<a><b/>1</a>",
        "<a>1<!-- x -->00</a>",
        "<!-- x --><a/>",
        "<a/><!-- x -->",
        "<a><?x y?></a>",
        "<?x y?><a/>",
        "<a>&other;</a>",
        "<a b=\"&other;\"/>",
        "<a>&#0;</a>",
        "<x:a/>",
        "<x:a xmlns:x=\"urn:x\"/>",
        "<a x:b=\"1\"/>",
        "<a b=\"1\" b=\"2\"/>",
        "<?xml version=\"1.0\" encoding=\"GBK\"?><a/>",
        "<?xml version=\"1.1\" encoding=\"UTF-16\"?><a/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://127.0.0.1:1/\"> %b;]><a/>",
        "<a><![CDATA[<!DOCTYPE a>]]></a>",
        "<!doctype a><a/>"
      })
  void everythingElse_isRefused(String document) {
    assertThatThrownBy(() -> parse(document))
        .isInstanceOf(MalformedXmlException.class)
        .hasNoCause();
  }

  @Test
  void bytesThatAreNotUtf8_areRefused() {
    assertThatThrownBy(() -> XmlMessage.parse(new byte[] {'<', 'a', '>', (byte) 0xC0, (byte) 0x80}))
        .hasMessage("The XML is not UTF-8.");
    assertThatThrownBy(() -> XmlMessage.parse("<a/>".getBytes(StandardCharsets.UTF_16)))
        .isInstanceOf(MalformedXmlException.class);
  }

  @Test
  void elementTwice_isNotGuessedBetween() {
    XmlMessage message = parse("<a><b>1</b><b>2</b><c><d/></c></a>");
    assertThatThrownBy(() -> message.text("b"))
        .hasMessage("The XML has an element twice that must stand once.");
    assertThatThrownBy(() -> message.text("c"))
        .hasMessage("The XML has elements where a text is expected.");
  }

  @Test
  void sizeLevelsAndElements_areCapped() {
    assertThatThrownBy(() -> XmlMessage.parse(new byte[1024 * 1024 + 1]))
        .hasMessage("The XML is larger than the limit of 1048576 bytes.");
    assertThat(parse("<a>".repeat(32) + "</a>".repeat(32)).name()).isEqualTo("a");
    assertThatThrownBy(() -> parse("<a>".repeat(33) + "</a>".repeat(33)))
        .hasMessage("The XML has too many levels or elements.");
    assertThat(parse("<a>" + "<b/>".repeat(9_999) + "</a>").children()).hasSize(9_999);
    assertThatThrownBy(() -> parse("<a>" + "<b/>".repeat(10_000) + "</a>"))
        .hasMessage("The XML has too many levels or elements.");
  }

  @Test
  void errorsAndToString_quoteNothing() {
    assertThatThrownBy(() -> parse("<a>c4n4ry&c4n4ry;</a>")).hasMessageNotContaining("c4n4ry");
    assertThatThrownBy(() -> parse("<c4n4ry></b>")).hasMessageNotContaining("c4n4ry");
    assertThat(parse("<a><b>c4n4ry</b></a>").toString()).isEqualTo("XmlMessage[1 elements inside]");
  }

  @Test
  void nothingIsFetched() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + listener.getLocalPort() + "/x";
      for (String document :
          new String[] {
            "<!DOCTYPE a SYSTEM \"" + address + "\"><a/>",
            "<!DOCTYPE a PUBLIC \"p\" \"" + address + "\"><a/>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"" + address + "\">]><a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY % b SYSTEM \"" + address + "\"> %b;]><a/>",
            "<?xml-stylesheet href=\"" + address + "\"?><a/>",
            "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\""
                + address
                + "\"/></a>",
            "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"x "
                + address
                + "\"/>"
          }) {
        assertThatThrownBy(() -> parse(document)).isInstanceOf(MalformedXmlException.class);
      }
      // Whoever had connected would stand in the queue.
      listener.setSoTimeout(1);
      assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
      try (Socket own = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
          Socket seen = listener.accept()) {
        assertThat(seen.getPort()).isEqualTo(own.getLocalPort());
      }
    }
  }
}
