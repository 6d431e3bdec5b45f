/**
 * UnionPay's online gateway (ACP), message version 5.1.0, direct merchants in mainland China.
 *
 * <table>
 * <caption>Operation, endpoint and transaction type, class</caption>
 * <tr><td>pay, web page and mobile web</td><td>form to frontTransReq, 01/01/000201/07 or 08</td><td>Payments</td></tr>
 * <tr><td>pay, app</td><td>appTransReq, 01/01/000201/08</td><td>Payments</td></tr>
 * <tr><td>pay, shown QR code</td><td>backTransReq, 01/07/000000/08</td><td>Payments</td></tr>
 * <tr><td>pay, scanned buyer's code</td><td>backTransReq, 01/06/000000/08</td><td>Payments</td></tr>
 * <tr><td>authorize</td><td>form to frontTransReq, 02/01/000201/07 or 08</td><td>Payments</td></tr>
 * <tr><td>capture</td><td>query, then backTransReq, 03/00</td><td>Holds</td></tr>
 * <tr><td>voidAuthorization</td><td>query, backTransReq 32/00 (of a capture 33/00), query</td><td>Holds</td></tr>
 * <tr><td>query, queryRefund</td><td>queryTrans, 00/00, number and time</td><td>Lookup</td></tr>
 * <tr><td>reverse</td><td>query; paid: backTransReq 31/00, query; unknown: 99/01</td><td>Undoing</td></tr>
 * <tr><td>refund</td><td>query, then backTransReq, 04/00</td><td>Refunds</td></tr>
 * <tr><td>readNotification, readReturn</td><td>verify, read</td><td>Notifications</td></tr>
 * <tr><td>channelCalls</td><td>any transaction of the gateway</td><td>EscapeHatch</td></tr>
 * </table>
 *
 * <p>What is signed: {@code Fields}, {@code RequestSigner}. How messages are read: {@code Message}.
 * What is verified, and whose certificate may sign: {@code MessageVerifier}, {@code
 * SignerCertificates}. What names a transaction: {@code Pair}. What travels in {@code reqReserved}:
 * {@code Echo}. Their codes to our failures and states: {@code Code}, {@code ErrorMapping}, {@code
 * StateMapping}. What nobody may see: {@code CardData}.
 *
 * <p>Source of the facts: UnionPay's public merchant documents and samples, collected in November
 * 2026; sections named in the classes are those of that collection. What no source says for certain
 * is listed in {@code docs/channels/unionpay.md}.
 */
@NullMarked
package io.jiaozi.unionpay;

import org.jspecify.annotations.NullMarked;
