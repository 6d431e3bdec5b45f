package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class SafeCauseTest {

  @Test
  void cause_ofAKindThatTellsOnlyAddresses_keepsItsText() {
    assertThat(SafeCause.of(new ConnectException("Failed to connect to /127.0.0.1:1")))
        .hasMessage("java.net.ConnectException: Failed to connect to /127.0.0.1:1");
    assertThat(SafeCause.of(new SocketException("Connection reset")))
        .hasMessage("java.net.SocketException: Connection reset");
  }

  @Test
  void cause_ofAnyOtherKind_losesItsTextButNotItsStack() {
    ProtocolException original = new ProtocolException("Unexpected status line: sk_live_1");

    assertThat(SafeCause.of(original))
        .hasMessage("java.net.ProtocolException: (text withheld, it may quote the message)");
    assertThat(SafeCause.of(original).getStackTrace()).isEqualTo(original.getStackTrace());
  }

  @Test
  void cause_chained_isCopiedLinkByLink_withoutItsSuppressed() {
    IOException original =
        new IOException("timeout", new IllegalStateException("sk_live_1", new IOException()));
    original.addSuppressed(new IOException("sk_live_2"));

    SafeCause copy = SafeCause.of(original);

    assertThat(copy).hasMessage("java.io.IOException: timeout");
    assertThat(copy.getSuppressed()).isEmpty();
    assertThat(copy.getCause())
        .hasMessage("java.lang.IllegalStateException: (text withheld, it may quote the message)");
    assertThat(copy.getCause().getCause()).hasMessage("java.io.IOException");
  }

  @Test
  void cause_inACircle_ends() {
    IOException one = new IOException("timeout");
    IOException two = new IOException("timeout", one);
    one.initCause(two);

    int links = 0;
    for (Throwable link = SafeCause.of(one); link != null; link = link.getCause()) {
      links++;
    }
    assertThat(links).isEqualTo(5);
  }

  @Test
  void text_fromACertificate_isEscaped() {
    assertThat(SafeCause.of(new SSLHandshakeException("CN=a\nforged")))
        .hasMessage("javax.net.ssl.SSLHandshakeException: CN=a\\u000aforged");
  }
}
