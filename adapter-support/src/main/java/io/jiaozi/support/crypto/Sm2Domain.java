package io.jiaozi.support.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * The one curve SM2 is used with (GB/T 32918.5), and keys on it as Bouncy Castle's light API wants
 * them. One shared object, so that the tables it computes for the base point are computed once.
 */
final class Sm2Domain {
  static final ECDomainParameters CURVE = curve();

  /** The user id everybody uses unless a protocol says otherwise (GM/T 0009, section 10). */
  static final byte[] DEFAULT_USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

  private Sm2Domain() {}

  static ECPrivateKeyParameters privateKey(ECPrivateKey key) {
    requireCurve(key);
    BigInteger secret = key.getS();
    BigInteger limit = CURVE.getN().subtract(BigInteger.ONE);
    if (secret.signum() <= 0 || secret.compareTo(limit) >= 0) {
      throw new IllegalArgumentException("Key refused: the SM2 private key is out of range.");
    }
    return new ECPrivateKeyParameters(secret, CURVE);
  }

  static ECPublicKeyParameters publicKey(ECPublicKey key) {
    requireCurve(key);
    ECPoint point = key.getW();
    try {
      return new ECPublicKeyParameters(
          CURVE.getCurve().validatePoint(point.getAffineX(), point.getAffineY()), CURVE);
    } catch (IllegalArgumentException | NullPointerException notOnCurve) {
      throw new IllegalArgumentException("Key refused: the SM2 public key is not on the curve.");
    }
  }

  /** True if the key is on the SM2 curve, compared by its numbers and not by a name. */
  static boolean isOnCurve(ECKey key) {
    ECParameterSpec parameters = key.getParams();
    return parameters != null
        && parameters.getCurve().getField() instanceof ECFieldFp field
        && field.getP().equals(CURVE.getCurve().getField().getCharacteristic())
        && parameters.getCurve().getA().equals(CURVE.getCurve().getA().toBigInteger())
        && parameters.getCurve().getB().equals(CURVE.getCurve().getB().toBigInteger())
        && parameters.getOrder().equals(CURVE.getN())
        && parameters
            .getGenerator()
            .getAffineX()
            .equals(CURVE.getG().getAffineXCoord().toBigInteger())
        && parameters
            .getGenerator()
            .getAffineY()
            .equals(CURVE.getG().getAffineYCoord().toBigInteger());
  }

  private static void requireCurve(ECKey key) {
    if (!isOnCurve(key)) {
      throw new IllegalArgumentException(
          "Key refused: this elliptic-curve key is not on the SM2 curve (sm2p256v1).");
    }
  }

  private static ECDomainParameters curve() {
    X9ECParameters found = CustomNamedCurves.getByName("sm2p256v1");
    return new ECDomainParameters(found);
  }
}
