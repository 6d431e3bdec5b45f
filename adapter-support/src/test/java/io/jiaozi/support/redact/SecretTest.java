package io.jiaozi.support.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {

  private final Secret secret = Secret.of("sk_live_4eC39HqLyjWDarjtT1zdp7dc");

  @Test
  void secret_printed_showsNothing() {
    assertThat(secret).hasToString("Secret[hidden]");
    assertThat(List.of(secret)).hasToString("[Secret[hidden]]");
    assertThat("key " + secret).isEqualTo("key Secret[hidden]");
  }

  @Test
  void secret_revealed_isTheText() {
    assertThat(secret.reveal()).isEqualTo("sk_live_4eC39HqLyjWDarjtT1zdp7dc");
  }

  @Test
  void secrets_equalTexts_areEqual_andHashesTellNothing() {
    assertThat(secret).isEqualTo(Secret.of(secret.reveal())).isNotEqualTo(Secret.of("other"));
    assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
  }

  @Test
  void secret_cannotBeSerialised() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(secret))
          .isInstanceOf(NotSerializableException.class);
    }
  }
}
