package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Serial numbers of certificates that everybody can look up; protocol sheet 1.3. */
class CertificateSerialTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=Ant Financial Certification Authority R1,OU=Certification Authority,O=Ant"
            + " Financial,C=CN2292228364100439313|687b59193f3f462dd5336e5abf83c5d8",
        "CN=iTrusChina Class 2 Root CA - G3,OU=China Trust"
            + " Network,O=iTrusChina,C=CN95790491425698859646659490580052089075020051350"
            + "|02941eef3187dddf3d3b83462e1dfcf6",
        "CN=Ant Financial Certification Authority Class 2 R1 test,OU=Certification Authority"
            + " test,O=Ant Financial test,C=CN42717148566940702771351790021258524976"
            + "|e90dd23a37c5c7b616e003970817ff82"
      })
  void serial_isAsThePlatformCountsIt(String issuerAndNumber, String serial) {
    assertThat(CertificateSerial.of(issuerAndNumber)).isEqualTo(serial);
  }
}
