package io.jiaozi.tck;

import io.jiaozi.spi.ChannelAdapterProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;

/**
 * Loads an adapter's own classes once more: those in the package of its provider and below.
 * Everything else is shared with the rest of the JVM.
 */
final class FreshLoader extends ClassLoader implements AutoCloseable {

  private final Class<?> provider;
  private final String prefix;

  FreshLoader(Class<? extends ChannelAdapterProvider> provider) {
    super(provider.getClassLoader());
    this.provider = provider;
    this.prefix = provider.getPackageName() + ".";
  }

  ChannelAdapterProvider provider() throws ReflectiveOperationException {
    return (ChannelAdapterProvider) loadClass(provider.getName()).getConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(prefix)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public URL getResource(String name) {
    return getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return getParent().getResources(name);
  }

  /** Nothing is held open. */
  @Override
  public void close() {}
}
