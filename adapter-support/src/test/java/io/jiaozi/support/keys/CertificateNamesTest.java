package io.jiaozi.support.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.support.testing.TestKeys;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNamesTest {

  private static X509Certificate named(String rest) {
    return TestKeys.leaf(rest, TestKeys.rsa("names")).selfSigned();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "041@8310@中国银联股份有限公司@00016495", "a b"})
  void commonName_isTheOneInTheSubject(String name) {
    assertThat(CertificateNames.commonName(named(name))).contains(name);
  }

  @Test
  void commonName_besideOthers_isFoundByItsKind() {
    assertThat(CertificateNames.commonName(named("right,OU=CN\\=wrong,O=CFCA,C=CN")))
        .contains("right");
  }

  @Test
  void commonName_withCommasAndSigns_isWhole() {
    assertThat(CertificateNames.commonName(named("a\\,CN\\=b\\+c@d"))).contains("a,CN=b+c@d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one,CN=two", "one+CN=two"})
  void commonName_twice_isNone(String names) {
    assertThat(CertificateNames.commonName(named(names))).isEmpty();
  }

  @Test
  void issuer_isComparedByName() {
    TestKeys.Spec authority = TestKeys.authority("authority", TestKeys.rsa("names"));
    X509Certificate root = authority.selfSigned();
    X509Certificate leaf = TestKeys.leaf("leaf", TestKeys.rsa("names")).issuedBy(authority);

    assertThat(CertificateNames.namesAsIssuer(leaf, root)).isTrue();
    assertThat(CertificateNames.namesAsIssuer(root, root)).isTrue();
    assertThat(CertificateNames.namesAsIssuer(root, leaf)).isFalse();
  }
}
