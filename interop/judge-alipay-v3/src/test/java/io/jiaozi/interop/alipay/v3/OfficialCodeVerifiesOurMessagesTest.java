package io.jiaozi.interop.alipay.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.v3.util.AlipayConfigUtil;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The REST SDK's own code finds our adapter's escape hatch properly signed. */
class OfficialCodeVerifiesOurMessagesTest {
  private static final Path OURS = Exchange.read("exchange", "alipay");
  private static final String SCHEME = "ALIPAY-SHA256withRSA ";

  @Test
  void channelCall_isSignedAsTheSdkSigns() throws Exception {
    HttpMessage message = Exchange.messages(OURS).get("rest-post");
    String header = message.header("Authorization");
    assertTrue(header.startsWith(SCHEME), header);
    int end = header.indexOf(",sign=");
    String auth = header.substring(SCHEME.length(), end);
    String sign = header.substring(end + ",sign=".length());
    String text =
        auth + "\n" + message.method() + "\n" + message.target() + "\n" + message.text() + "\n";
    String key =
        Files.readString(OURS.resolve("app_public_key.pem"))
            .replaceAll("-----[A-Z ]+-----|\\s", "");

    assertTrue(new AlipayConfigUtil().generateVerify(text, sign, key));
    assertFalse(new AlipayConfigUtil().generateVerify(text + " ", sign, key));
    assertTrue(auth.startsWith("app_id=" + Exchange.facts(OURS).get("appId") + ","), auth);
    assertEquals("/v3/alipay/trade/query", message.target());
  }
}
