package io.jiaozi.samples.storefront.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws a QR code. */
final class QrPicture {
  private static final int SIDE = 480;
  private static final int QUIET_ZONE = 3;
  private static final int INK = 0xFF2B2320;
  private static final int PAPER = 0xFFFFFFFF;

  private QrPicture() {}

  /** The text as a PNG, 480 pixels wide. */
  static byte[] png(String text) {
    try {
      BitMatrix matrix =
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  SIDE,
                  SIDE,
                  Map.of(
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.M,
                      EncodeHintType.MARGIN,
                      QUIET_ZONE,
                      EncodeHintType.CHARACTER_SET,
                      "UTF-8"));
      BufferedImage picture =
          new BufferedImage(matrix.getWidth(), matrix.getHeight(), BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < matrix.getHeight(); y++) {
        for (int x = 0; x < matrix.getWidth(); x++) {
          picture.setRGB(x, y, matrix.get(x, y) ? INK : PAPER);
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(picture, "png", bytes);
      return bytes.toByteArray();
    } catch (WriterException e) {
      throw new IllegalArgumentException("This text is too long for a QR code.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
