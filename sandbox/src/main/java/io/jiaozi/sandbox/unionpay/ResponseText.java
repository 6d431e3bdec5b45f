package io.jiaozi.sandbox.unionpay;

import java.util.Map;

/**
 * {@code respMsg} by {@code respCode}. The 7-digit details that the sheet knows are the channel's;
 * all others begin with 88 and are the sandbox's own.
 */
final class ResponseText {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("00", "成功[0000000]"),
          Map.entry("A6", "有缺陷的成功[88000A6]"),
          Map.entry("02", "系统未开放或暂时关闭，请稍后再试[8800002]"),
          Map.entry("03", "交易通讯超时，请发起查询交易[8800003]"),
          Map.entry("04", "交易状态未明，请查询对账结果[8800004]"),
          Map.entry("05", "交易已受理，请稍后查询交易结果[8800005]"),
          Map.entry("06", "系统繁忙，请稍后再试[8800006]"),
          Map.entry("10", "报文格式错误[6100030]"),
          Map.entry("11", "Signature verification failed[9100004]"),
          Map.entry("12", "重复交易[2010002]"),
          Map.entry("31", "商户状态不正确[8800031]"),
          Map.entry("32", "无此交易权限[8800032]"),
          Map.entry("33", "交易金额超限[8800033]"),
          Map.entry("34", "查无此交易[8800034]"),
          Map.entry("35", "原交易不存在或状态不正确[2011000]"),
          Map.entry("36", "与原交易信息不符[8800036]"),
          Map.entry("37", "已超过最大查询次数或操作过于频繁[8800037]"),
          Map.entry("39", "交易不在受理时间范围内[8800039]"),
          Map.entry("42", "交易超时，不能支付[8800042]"),
          Map.entry("43", "无此业务权限[8800043]"),
          Map.entry("45", "原交易已被成功退货或撤销[8800045]"),
          Map.entry("46", "交易已被冲正[8800046]"),
          Map.entry("61", "输入的卡号无效[8800061]"),
          Map.entry("62", "发卡银行不支持该商户[8800062]"),
          Map.entry("63", "卡状态不正确[8800063]"),
          Map.entry("64", "卡上的余额不足[8800064]"),
          Map.entry("65", "输入的密码、有效期或CVN2有误[8800065]"),
          Map.entry("66", "持卡人身份信息或手机号不正确[8800066]"),
          Map.entry("98", "文件不存在[8800098]"));

  private ResponseText() {}

  static String of(String code) {
    return TEXTS.getOrDefault(code, "交易失败[88000" + code + "]");
  }
}
