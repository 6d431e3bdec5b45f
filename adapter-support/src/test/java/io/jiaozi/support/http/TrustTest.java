package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom we believe over TLS. Every refusal comes before the request. */
@Timeout(30)
class TrustTest {

  private static final String REFUSED =
      "could not be trusted: the TLS handshake failed, often for a certificate that is expired, of another host or of an"
          + " unknown issuer";
  private static final Duration VALID = Duration.ofDays(1);

  private final Certificates.Identity issuer = Certificates.issuer("Issuer");

  private static FakeServer serving(Certificates.Identity server) throws IOException {
    return new FakeServer(
        Certificates.listen(server), "https", FakeServer.replying(FakeServer.ok("{}")));
  }

  private static Reply send(ChannelHttp http) {
    return http.send(http.calls(Calls.class).pay(Calls.json("{}")), Calls.within10Seconds());
  }

  private static void assertRefused(ChannelHttp http, FakeServer server) {
    assertThat(catchThrowableOfType(ChannelFailure.NotSent.class, () -> send(http)))
        .hasMessage(REFUSED);
    assertThat(server.requests()).isEmpty();
  }

  private void assertRefused(Certificates.Identity presented) throws IOException {
    try (FakeServer server = serving(presented);
        HttpTransport transport = HttpTransport.standard()) {
      assertRefused(
          transport
              .channel("Fake Pay", List.of(server.url()))
              .trusting(Certificates.trusting(issuer))
              .build(),
          server);
    }
  }

  @Test
  void certificate_ofATrustedIssuer_isAcceptedAndSpokenToInHttp1() throws IOException {
    try (FakeServer server = serving(Certificates.server(issuer, "127.0.0.1", VALID));
        HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http =
          transport
              .channel("Fake Pay", List.of(server.url()))
              .trusting(Certificates.trusting(issuer))
              .build();

      assertThat(send(http).status()).isEqualTo(200);
      assertThat(send(http).status()).isEqualTo(200);
      assertThat(server.requests())
          .extracting(FakeServer.Request::line)
          .containsOnly("POST /v3/pay HTTP/1.1");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void certificate_ofAnUnknownIssuer_isRefused() throws IOException {
    assertRefused(Certificates.server(Certificates.issuer("Other"), "127.0.0.1", VALID));
  }

  @Test
  void certificate_selfSigned_isRefused() throws IOException {
    assertRefused(Certificates.issuer("Self"));
  }

  @Test
  void certificate_ofAnotherHost_isRefused() throws IOException {
    assertRefused(Certificates.server(issuer, "127.0.0.9", VALID));
  }

  @Test
  void certificate_expired_isRefused() throws IOException {
    assertRefused(Certificates.server(issuer, "127.0.0.1", Duration.ofDays(-1)));
  }

  @Test
  void certificate_notYetValid_isRefused() throws IOException {
    assertRefused(Certificates.server(issuer, "127.0.0.1", Duration.ofDays(31)));
  }

  @Test
  void certificate_unknownToThePlatform_isRefusedWithoutAKeyStore() throws IOException {
    try (FakeServer server = serving(Certificates.server(issuer, "127.0.0.1", VALID));
        HttpTransport transport = HttpTransport.standard()) {
      assertRefused(transport.channel("Fake Pay", List.of(server.url())).build(), server);
    }
  }

  @Test
  void trust_ofAGivenClient_isNotTakenOver() throws IOException {
    var manager = Trust.managerFor(Certificates.trusting(issuer));
    OkHttpClient client =
        new OkHttpClient.Builder().sslSocketFactory(Trust.socketFactory(manager), manager).build();
    try (FakeServer server = serving(Certificates.server(issuer, "127.0.0.1", VALID));
        HttpTransport transport = HttpTransport.over(client)) {
      assertRefused(transport.channel("Fake Pay", List.of(server.url())).build(), server);
    }
  }

  @Test
  void keyStore_withoutCertificates_isRefused() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);

    assertThatThrownBy(() -> Trust.managerFor(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The key store of trusted certificates holds no certificate entry, so no server could be believed. Add the"
                + " issuer's certificate as a trusted certificate, not as a key.");
  }
}
