package io.jiaozi.support.keys;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/** What a piece of DER is, told by its shape and never by a file name or a PEM label. */
enum DerKind {
  PKCS8_PRIVATE("a private key"),
  PKCS1_PRIVATE("a private key"),
  SEC1_PRIVATE("a private key"),
  ENCRYPTED_PRIVATE("a private key encrypted with a password"),
  LEGACY_ENCRYPTED_PRIVATE("a private key encrypted with a password"),
  SPKI_PUBLIC("a public key"),
  PKCS1_PUBLIC("a public key"),
  CERTIFICATE("a certificate"),
  SIGNING_REQUEST("a certificate signing request"),
  REVOCATION_LIST("a certificate revocation list"),
  PKCS7("a PKCS#7 bundle"),
  PKCS12("a PKCS#12 key store"),
  JKS("a Java key store (JKS)"),
  OPENSSH_PRIVATE("an OpenSSH private key"),
  OPENSSH_PUBLIC("an OpenSSH public key"),
  PARAMETERS("a set of curve parameters"),
  UNKNOWN("not a key, certificate or key store of any known form");

  private final String words;

  DerKind(String words) {
    this.words = words;
  }

  /** The kind with its article, to follow "this is". */
  String words() {
    return words;
  }

  boolean isPrivateKey() {
    return this == PKCS8_PRIVATE || this == PKCS1_PRIVATE || this == SEC1_PRIVATE;
  }

  boolean isPublicKey() {
    return this == SPKI_PUBLIC || this == PKCS1_PUBLIC;
  }

  /** Tells what a complete DER value is. */
  static DerKind of(byte[] der) {
    try {
      if (ASN1Primitive.fromByteArray(der) instanceof ASN1Sequence sequence) {
        return of(sequence);
      }
    } catch (IOException | RuntimeException malformed) {
      // Falls through: whatever it is, it is not one of ours.
    }
    return UNKNOWN;
  }

  private static DerKind of(ASN1Sequence value) {
    int size = value.size();
    if (size < 2) {
      return UNKNOWN;
    }
    ASN1Encodable first = value.getObjectAt(0);
    ASN1Encodable second = value.getObjectAt(1);
    if (first instanceof ASN1Integer) {
      return startingWithInteger(value, second, size);
    }
    if (first instanceof ASN1ObjectIdentifier) {
      return second instanceof ASN1TaggedObject ? PKCS7 : UNKNOWN;
    }
    if (first instanceof ASN1Sequence inner) {
      if (size == 2 && second instanceof ASN1BitString) {
        return SPKI_PUBLIC;
      }
      if (size == 2 && second instanceof ASN1OctetString) {
        return ENCRYPTED_PRIVATE;
      }
      if (size == 3 && second instanceof ASN1Sequence && inner.size() > 2) {
        return signed(inner);
      }
    }
    return UNKNOWN;
  }

  private static DerKind startingWithInteger(ASN1Sequence value, ASN1Encodable second, int size) {
    if (second instanceof ASN1Integer) {
      return size == 2 ? PKCS1_PUBLIC : size >= 9 ? PKCS1_PRIVATE : UNKNOWN;
    }
    if (second instanceof ASN1OctetString) {
      return SEC1_PRIVATE;
    }
    if (second instanceof ASN1Sequence algorithmOrContent) {
      if (size >= 3 && value.getObjectAt(2) instanceof ASN1OctetString) {
        return PKCS8_PRIVATE;
      }
      boolean content =
          algorithmOrContent.size() == 2
              && algorithmOrContent.getObjectAt(1) instanceof ASN1TaggedObject;
      return content ? PKCS12 : UNKNOWN;
    }
    return UNKNOWN;
  }

  /** The signed part of a certificate, a signing request or a revocation list. */
  private static DerKind signed(ASN1Sequence body) {
    ASN1Encodable first = body.getObjectAt(0);
    if (first instanceof ASN1TaggedObject) {
      return CERTIFICATE;
    }
    if (first instanceof ASN1Integer) {
      if (body.getObjectAt(body.size() - 1) instanceof ASN1TaggedObject && body.size() <= 4) {
        return SIGNING_REQUEST;
      }
      // A version 1 certificate: serial, algorithm, issuer, validity, subject, key.
      return body.size() == 6 && body.getObjectAt(3) instanceof ASN1Sequence
          ? CERTIFICATE
          : REVOCATION_LIST;
    }
    return first instanceof ASN1Sequence ? REVOCATION_LIST : UNKNOWN;
  }
}
