package io.jiaozi.proving.forged;

import java.net.URI;
import java.util.Locale;

/**
 * What a forger can write in place of the address of a key, so that it looks like the right one to
 * somebody who reads it in another way than the one who calls it. Nobody may call any of these.
 */
enum AddressGame {
  ELSEWHERE,
  ELSEWHERE_WITHOUT_TLS,
  /** The right host before the forger's. */
  LOOK_ALIKE_BEFORE,
  /** The right host after the forger's. */
  LOOK_ALIKE_AFTER,
  /** The right host as the name of a user. */
  RIGHT_HOST_AS_USER,
  RIGHT_HOST_AS_PASSWORD,
  USER,
  BACKSLASH,
  HOST_IN_FRAGMENT,
  OTHER_PORT,
  NO_PORT,
  PORT_WITH_ZEROS,
  OTHER_SCHEME,
  SCHEME_IN_CAPITALS,
  NO_SCHEME,
  PATH_ONLY,
  FILE,
  JAR,
  DATA,
  DOT_AFTER_HOST,
  LOCAL_NAME,
  LOCAL_IN_SIX,
  LOCAL_IN_SIX_MAPPED,
  LOCAL_AS_ONE_NUMBER,
  LOCAL_IN_OCTAL,
  LOCAL_SHORT,
  PRIVATE_NETWORK,
  OWN_CLOUD,
  FULL_WIDTH_DOT,
  OTHER_PATH,
  PATH_IN_CAPITALS,
  UP_AND_BACK,
  UP_ENCODED,
  TWO_SLASHES,
  SLASH_AFTER,
  LETTER_ENCODED,
  QUERY,
  EMPTY_QUERY,
  FRAGMENT,
  PARAMETER,
  BLANK_BEFORE,
  BLANK_AFTER,
  TAB_INSIDE,
  LINE_END_AFTER,
  NUL_AFTER,
  TWO_ADDRESSES,
  FULL_WIDTH_LETTER,
  NO_NAME,
  LONG_NAME,
  ENDLESS_NAME;

  /**
   * What stands in the message.
   *
   * @param right the address of the channel's own key
   * @param elsewhere the forger's own
   */
  String play(URI right, URI elsewhere) {
    return switch (this) {
      case ELSEWHERE -> elsewhere.toString();
      case ELSEWHERE_WITHOUT_TLS -> "http://" + elsewhere.getRawAuthority() + path(right);
      case LOOK_ALIKE_BEFORE -> scheme(right) + right.getHost() + ".forger.example" + path(right);
      case LOOK_ALIKE_AFTER -> scheme(right) + "forger-" + right.getRawAuthority() + path(right);
      case RIGHT_HOST_AS_USER ->
          scheme(right) + right.getRawAuthority() + "@" + elsewhere.getRawAuthority() + path(right);
      case RIGHT_HOST_AS_PASSWORD ->
          scheme(right) + "u:" + right.getHost() + "@" + elsewhere.getRawAuthority() + path(right);
      case USER -> scheme(right) + "user@" + right.getRawAuthority() + path(right);
      case BACKSLASH ->
          scheme(right)
              + elsewhere.getRawAuthority()
              + "\\@"
              + right.getRawAuthority()
              + path(right);
      case HOST_IN_FRAGMENT ->
          scheme(right)
              + elsewhere.getRawAuthority()
              + "#@"
              + right.getRawAuthority()
              + path(right);
      case OTHER_PORT -> scheme(right) + right.getHost() + ":" + elsewhere.getPort() + path(right);
      case NO_PORT -> scheme(right) + right.getHost() + ":" + path(right);
      case PORT_WITH_ZEROS -> scheme(right) + right.getHost() + ":0" + port(right) + path(right);
      case OTHER_SCHEME ->
          (scheme(right).equals("http://") ? "https://" : "http://")
              + right.getRawAuthority()
              + path(right);
      case SCHEME_IN_CAPITALS ->
          scheme(right).toUpperCase(Locale.ROOT) + right.getRawAuthority() + path(right);
      case NO_SCHEME -> "//" + right.getRawAuthority() + path(right);
      case PATH_ONLY -> path(right);
      case FILE -> "file://" + path(right);
      case JAR -> "jar:" + right + "!/a";
      case DATA -> "data:application/x-pem-file," + right;
      case DOT_AFTER_HOST -> scheme(right) + right.getHost() + ".:" + port(right) + path(right);
      case LOCAL_NAME -> scheme(right) + "localhost:" + port(right) + path(right);
      case LOCAL_IN_SIX -> scheme(right) + "[::1]:" + port(right) + path(right);
      case LOCAL_IN_SIX_MAPPED -> scheme(right) + "[::ffff:127.0.0.1]:" + port(right) + path(right);
      case LOCAL_AS_ONE_NUMBER -> scheme(right) + "2130706433:" + port(right) + path(right);
      case LOCAL_IN_OCTAL -> scheme(right) + "0177.0.0.1:" + port(right) + path(right);
      case LOCAL_SHORT -> scheme(right) + "127.1:" + port(right) + path(right);
      case PRIVATE_NETWORK -> "https://10.0.0.1" + path(right);
      case OWN_CLOUD -> "http://169.254.169.254" + path(right);
      case FULL_WIDTH_DOT ->
          scheme(right) + right.getHost().replace('.', '\u3002') + ":" + port(right) + path(right);
      case OTHER_PATH -> scheme(right) + right.getRawAuthority() + "/other/" + last(path(right));
      case PATH_IN_CAPITALS ->
          scheme(right) + right.getRawAuthority() + path(right).toUpperCase(Locale.ROOT);
      case UP_AND_BACK -> right + "/../" + last(path(right));
      case UP_ENCODED -> right + "%2f..%2f..%2fother";
      case TWO_SLASHES -> scheme(right) + right.getRawAuthority() + "/" + path(right);
      case SLASH_AFTER -> right + "/";
      case LETTER_ENCODED ->
          scheme(right)
              + right.getRawAuthority()
              + path(right).replaceFirst("/([a-z])", "/%" + hex(path(right).charAt(1)));
      case QUERY -> right + "?a=1";
      case EMPTY_QUERY -> right + "?";
      case FRAGMENT -> right + "#a";
      case PARAMETER -> right + ";a=1";
      case BLANK_BEFORE -> " " + right;
      case BLANK_AFTER -> right + " ";
      case TAB_INSIDE -> right.toString().replaceFirst("/v", "/\tv");
      case LINE_END_AFTER -> right + "\r\n";
      case NUL_AFTER -> right + "\0";
      case TWO_ADDRESSES -> right + "," + elsewhere;
      case FULL_WIDTH_LETTER -> right.toString() + '\uff21';
      case NO_NAME -> right.toString().substring(0, right.toString().lastIndexOf('/') + 1);
      case LONG_NAME -> right + "0".repeat(500);
      case ENDLESS_NAME -> right + "0".repeat(100_000);
    };
  }

  private static String scheme(URI right) {
    return right.getScheme() + "://";
  }

  private static String path(URI right) {
    return right.getRawPath();
  }

  private static int port(URI right) {
    if (right.getPort() >= 0) {
      return right.getPort();
    }
    return right.getScheme().equals("http") ? 80 : 443;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String hex(char c) {
    return Integer.toHexString(c);
  }
}
