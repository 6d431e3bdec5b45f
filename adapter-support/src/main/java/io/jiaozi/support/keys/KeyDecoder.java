package io.jiaozi.support.keys;

import java.io.IOException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jcajce.provider.asymmetric.ec.KeyFactorySpi;
import org.jspecify.annotations.Nullable;

/** Makes key objects of {@link Item}s of the right kind, whichever of the usual encodings it is. */
final class KeyDecoder {
  private static final Map<ASN1ObjectIdentifier, String> CURVES =
      Map.of(
          GMObjectIdentifiers.sm2p256v1,
          "SM2",
          X9ObjectIdentifiers.prime256v1,
          "P-256",
          new ASN1ObjectIdentifier("1.3.132.0.34"),
          "P-384",
          new ASN1ObjectIdentifier("1.3.132.0.35"),
          "P-521",
          new ASN1ObjectIdentifier("1.3.132.0.10"),
          "secp256k1");

  private final Origin origin;
  private final String advice;

  /**
   * A decoder for one setting.
   *
   * @param advice what to do when the key is of another algorithm
   */
  KeyDecoder(Origin origin, String advice) {
    this.origin = origin;
    this.advice = advice;
  }

  RSAPrivateCrtKey rsaPrivate(Item item) {
    try {
      RSAPrivateKey numbers;
      switch (item.kind()) {
        case PKCS1_PRIVATE -> numbers = RSAPrivateKey.getInstance(item.der());
        case PKCS8_PRIVATE -> {
          PrivateKeyInfo info = PrivateKeyInfo.getInstance(item.der());
          requireRsa(info.getPrivateKeyAlgorithm());
          numbers = RSAPrivateKey.getInstance(info.parsePrivateKey());
        }
        default -> throw otherAlgorithm(curveOf(item), "an RSA key");
      }
      return new RsaDecoder(origin).privateKey(numbers);
    } catch (KeyMaterialException diagnosed) {
      throw diagnosed;
    } catch (IOException | RuntimeException damaged) {
      throw damaged(item);
    }
  }

  RSAPublicKey rsaPublic(Item item) {
    try {
      ASN1Primitive bare;
      if (item.kind() == DerKind.PKCS1_PUBLIC) {
        bare = ASN1Primitive.fromByteArray(item.der());
      } else {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(item.der());
        requireRsa(info.getAlgorithm());
        bare = info.parsePublicKey();
      }
      org.bouncycastle.asn1.pkcs.RSAPublicKey numbers =
          org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(bare);
      return new RsaDecoder(origin).publicKey(numbers.getModulus(), numbers.getPublicExponent());
    } catch (KeyMaterialException diagnosed) {
      throw diagnosed;
    } catch (IOException | RuntimeException damaged) {
      throw damaged(item);
    }
  }

  ECPrivateKey sm2Private(Item item) {
    try {
      PrivateKeyInfo info;
      if (item.kind() == DerKind.SEC1_PRIVATE) {
        org.bouncycastle.asn1.sec.ECPrivateKey bare =
            org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(item.der());
        AlgorithmIdentifier algorithm =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, bare.getParametersObject());
        info = new PrivateKeyInfo(algorithm, bare);
      } else if (item.kind() == DerKind.PKCS8_PRIVATE) {
        info = PrivateKeyInfo.getInstance(item.der());
      } else {
        throw otherAlgorithm("an RSA key", "an SM2 key");
      }
      requireSm2(info.getPrivateKeyAlgorithm());
      return (ECPrivateKey) new KeyFactorySpi.EC().generatePrivate(info);
    } catch (KeyMaterialException diagnosed) {
      throw diagnosed;
    } catch (IOException | RuntimeException damaged) {
      throw damaged(item);
    }
  }

  ECPublicKey sm2Public(Item item) {
    try {
      if (item.kind() == DerKind.PKCS1_PUBLIC) {
        throw otherAlgorithm("an RSA key", "an SM2 key");
      }
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(item.der());
      requireSm2(info.getAlgorithm());
      return (ECPublicKey) new KeyFactorySpi.EC().generatePublic(info);
    } catch (KeyMaterialException diagnosed) {
      throw diagnosed;
    } catch (IOException | RuntimeException damaged) {
      throw damaged(item);
    }
  }

  private void requireRsa(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier id = algorithm.getAlgorithm();
    if (id.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return;
    }
    if (id.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      throw otherAlgorithm("an RSA key limited to PSS signatures", "an RSA key without limits");
    }
    throw otherAlgorithm(named(algorithm), "an RSA key");
  }

  private void requireSm2(AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        || !GMObjectIdentifiers.sm2p256v1.equals(algorithm.getParameters())) {
      throw otherAlgorithm(named(algorithm), "an SM2 key");
    }
  }

  private static String named(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier id = algorithm.getAlgorithm();
    if (id.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "an RSA key";
    }
    if (id.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return curveNamed(algorithm.getParameters());
    }
    return "a key for another algorithm (" + id.getId() + ")";
  }

  private static String curveOf(Item item) {
    return curveNamed(
        org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(item.der()).getParametersObject());
  }

  private static String curveNamed(@Nullable ASN1Encodable parameters) {
    String name =
        parameters instanceof ASN1ObjectIdentifier id
            ? CURVES.getOrDefault(id, id.getId())
            : "curve not named";
    return "an elliptic-curve key (" + name + ")";
  }

  private KeyMaterialException otherAlgorithm(String found, String wanted) {
    return origin.problem("this is " + found + ", but " + wanted + " is asked for", advice);
  }

  private KeyMaterialException damaged(Item item) {
    return origin.problem(
        "this is " + item.kind().words() + ", but its content is damaged",
        "Download or make it again.");
  }
}
