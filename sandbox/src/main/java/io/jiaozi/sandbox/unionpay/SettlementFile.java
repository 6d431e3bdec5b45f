package io.jiaozi.sandbox.unionpay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file about a settlement day: records of 607 bytes in 42 columns, zipped, deflated, Base64;
 * sheet 6. The fee is 0.6 %, of each record on its own, as in the sheet's sample.
 */
final class SettlementFile {
  private static final Charset GBK = Charset.forName("GBK");
  private static final int RECORD = 607;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

  private SettlementFile() {}

  /**
   * One line. Columns that the sandbox knows nothing about stay blank.
   *
   * @param transaction read while nobody changes it
   */
  static byte[] record(Transaction transaction) {
    byte[] line = new byte[RECORD];
    Arrays.fill(line, (byte) ' ');
    long fee = Math.floorDiv(transaction.amount * 6 + 500, 1000);
    boolean isOut = transaction.kind != Kind.PURCHASE && transaction.kind != Kind.COMPLETION;
    put(line, 0, 3, isOut ? "S30" : "S56");
    put(line, 28, 6, transaction.traceNo);
    put(line, 35, 10, transaction.traceTime);
    put(line, 66, 12, padded(transaction.amount, 12));
    put(line, 79, 4, "5812");
    put(line, 87, 21, transaction.queryId);
    put(line, 112, 32, transaction.key.orderId());
    put(line, 145, 2, "01");
    put(line, 166, 13, (isOut ? "C" : "D") + padded(fee, 12));
    put(line, 180, 13, (isOut ? "D" : "C") + padded(transaction.amount - fee, 12));
    put(line, 215, 2, transaction.kind.txnType());
    put(line, 218, 2, transaction.field("txnSubType"));
    put(line, 221, 6, transaction.field("bizType"));
    put(line, 293, 15, transaction.key.merchantId());
    put(line, 327, 32, "饺子馆");
    put(line, 374, 13, (isOut ? "D" : "C") + padded(transaction.amount - fee, 12));
    put(line, 388, 8, transaction.field("termId"));
    put(line, 397, 32, transaction.field("reqReserved"));
    Transaction origin = transaction.origin;
    if (origin != null) {
      put(line, 148, 6, origin.traceNo);
      put(line, 155, 10, origin.traceTime);
      put(line, 271, 21, origin.queryId);
      put(line, 476, 32, origin.key.orderId());
    }
    return line;
  }

  private static void put(byte[] line, int at, int length, String text) {
    byte[] bytes = text.getBytes(GBK);
    System.arraycopy(bytes, 0, line, at, Math.min(length, bytes.length));
  }

  private static String padded(long fen, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "d", fen);
  }

  static String fileName(String merchantId, LocalDate day) {
    return merchantId + "_" + DAY.format(day) + ".zip";
  }

  /** {@code fileContent}: Base64 of the deflated ZIP. */
  static String content(String merchantId, LocalDate day, List<byte[]> records) {
    try {
      ByteArrayOutputStream zip = new ByteArrayOutputStream();
      try (ZipOutputStream entries = new ZipOutputStream(zip, StandardCharsets.UTF_8)) {
        entries.putNextEntry(
            new ZipEntry("INN" + DAY.format(day).substring(2) + "88ZM_" + merchantId));
        for (byte[] record : records) {
          entries.write(record);
          entries.write(new byte[] {'\r', '\n'});
        }
      }
      ByteArrayOutputStream deflated = new ByteArrayOutputStream();
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
        deflater.write(zip.toByteArray());
      }
      return Base64.getEncoder().encodeToString(deflated.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail like this.", e);
    }
  }
}
