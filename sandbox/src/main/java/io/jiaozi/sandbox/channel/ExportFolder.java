package io.jiaozi.sandbox.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The folder into which the sandbox writes what other programs need to talk to it. Files can be
 * read by their owner only, where the file system knows about owners. A folder with foreign files
 * is refused, so that nothing of anybody's is overwritten.
 */
public final class ExportFolder {
  private static final String MARKER = ".jiaozi-sandbox";

  private final Path root;

  private ExportFolder(Path root) {
    this.root = root;
  }

  /**
   * Opens a folder, and makes it if needed.
   *
   * @throws IOException with a sentence for the user if the folder has files that no sandbox wrote
   */
  public static ExportFolder open(Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new IOException(root + " is a file. Choose a folder for --export.");
    }
    if (Files.isDirectory(root) && !Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
      throw new IOException(
          "The folder "
              + root
              + " holds files that no sandbox wrote, so nothing was exported. Choose an empty or a"
              + " new folder, or empty this one yourself.");
    }
    createFolders(root);
    ExportFolder export = new ExportFolder(root);
    export.write(MARKER, "Files of a Jiaozi sandbox. They are replaced at every start.\n");
    return export;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** The folder as an absolute path. */
  public Path root() {
    return root;
  }

  /**
   * Writes or replaces one file.
   *
   * @param name relative to the folder, with {@code /} between parts
   * @return the file's absolute path
   */
  public Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for bytes that are no text. */
  public Path write(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw new IllegalArgumentException(name + " is outside the export folder.");
    }
    Path parent = file.getParent();
    if (parent != null) {
      createFolders(parent);
    }
    // A half-written key must never be read: write beside, then move into place.
    Path draft = Files.createTempFile(parent, "draft", ".tmp", ownerOnly("rw-------"));
    Files.write(draft, bytes);
    return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void createFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly("rwx------"));
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    boolean posix =
        java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
