package io.jiaozi.proving.channels;

import io.jiaozi.proving.message.MessageShape;
import io.jiaozi.proving.message.MessageShape.Role;
import io.jiaozi.proving.message.Place;

/** How each channel's notifications are built, from its protocol sheet. */
public final class Shapes {

  /** Sheet, sections 3.1 and 7.1. The kind of signature may be left out: there is one. */
  public static final MessageShape WECHAT =
      MessageShape.json()
          .at(Role.SIGNATURE, Place.header("Wechatpay-Signature"))
          .at(Role.TIME, Place.header("Wechatpay-Timestamp"))
          .at(Role.NONCE, Place.header("Wechatpay-Nonce"))
          .at(Role.KEY, Place.header("Wechatpay-Serial"))
          .optionallyAt(Role.ALGORITHM, Place.header("Wechatpay-Signature-Type"))
          .algorithms("WECHATPAY2-SM2-WITH-SM3", "WECHATPAY2-SHA1-RSA2048")
          .build();

  /** Sheet, section 6.1. Everything stands in the form; {@code sign_type} is not signed. */
  public static final MessageShape ALIPAY =
      MessageShape.form()
          .at(Role.SIGNATURE, Place.field("sign"))
          .at(Role.TIME, Place.field("notify_time"))
          .at(Role.NONCE, Place.field("notify_id"))
          .at(Role.KEY, Place.field("alipay_cert_sn"))
          .at(Role.ALGORITHM, Place.field("sign_type"))
          .algorithms("SM2", "RSA")
          .build();

  /** Sheet, sections 2.4 and 5.1. The certificate itself comes along. */
  public static final MessageShape UNIONPAY =
      MessageShape.form()
          .at(Role.SIGNATURE, Place.field("signature"))
          .at(Role.TIME, Place.field("txnTime"))
          .at(Role.NONCE, Place.field("queryId"))
          .at(Role.KEY, Place.field("signPubKeyCert"))
          .at(Role.ALGORITHM, Place.field("signMethod"))
          .algorithms("21", "12")
          .build();

  /** Sheet, sections 5.2 and 5.3. The key is named by the address of its certificate. */
  public static final MessageShape PAYPAL =
      MessageShape.json()
          .at(Role.SIGNATURE, Place.header("PAYPAL-TRANSMISSION-SIG"))
          .at(Role.TIME, Place.header("PAYPAL-TRANSMISSION-TIME"))
          .at(Role.NONCE, Place.header("PAYPAL-TRANSMISSION-ID"))
          .at(Role.KEY, Place.header("PAYPAL-CERT-URL"))
          .at(Role.ALGORITHM, Place.header("PAYPAL-AUTH-ALGO"))
          .algorithms("SHA512withRSA", "SHA1withRSA")
          .build();

  private Shapes() {}
}
