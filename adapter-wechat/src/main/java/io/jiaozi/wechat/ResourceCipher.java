package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.AesGcm;
import io.jiaozi.support.crypto.DecryptionFailedException;
import io.jiaozi.support.crypto.StrictBase64;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens what WeChat Pay encrypts with the APIv3 key: AES-256-GCM, the nonce and the associated data
 * as UTF-8 bytes, the tag behind the ciphertext, all in Base64. While the key is being changed the
 * previous one is tried too; the tag tells which is right. Source: protocol sheet, section 4.2.
 */
final class ResourceCipher {

  static final String ALGORITHM = "AEAD_AES_256_GCM";

  private final List<AesGcm> keys;

  /** One key, or the key and the one before. */
  ResourceCipher(List<AesGcm> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Opens a resource.
   *
   * @param associatedData may be empty or absent
   * @throws ChannelFailure.OutcomeUnknown if no key opens it. The message was proved genuine
   *     before, so the fault is most likely our key, and the channel should deliver again rather
   *     than be told that its message is forged
   */
  byte[] open(String nonce, @Nullable String associatedData, String ciphertext) {
    byte[] sealed = StrictBase64.decode(ciphertext).orElseThrow(ResourceCipher::closed);
    byte[] iv = nonce.getBytes(StandardCharsets.UTF_8);
    byte[] aad = associatedData == null ? null : associatedData.getBytes(StandardCharsets.UTF_8);
    for (AesGcm key : keys) {
      try {
        return key.open(iv, aad, sealed);
      } catch (DecryptionFailedException notThisKey) {
        // The previous key may fit.
      }
    }
    throw closed();
  }

  private static ChannelFailure.OutcomeUnknown closed() {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        "sent a genuine message that \""
            + Settings.API_V3_KEY
            + "\" does not open: compare it with the merchant console, and after a change keep the old one in \""
            + Settings.PREVIOUS_API_V3_KEY
            + "\" for a day",
        null);
  }
}
