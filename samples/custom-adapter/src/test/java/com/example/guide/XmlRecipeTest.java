package com.example.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.support.xml.XmlMessage;
import org.junit.jupiter.api.Test;

class XmlRecipeTest {

  @Test
  void message_isReadByNames() {
    byte[] verified = "<pay><result><code>000000</code></result></pay>".getBytes(UTF_8);
    XmlMessage message = XmlMessage.parse(verified);
    String code = message.child("result").orElseThrow().text("code").orElseThrow();
    assertThat(code).isEqualTo("000000");
  }
}
