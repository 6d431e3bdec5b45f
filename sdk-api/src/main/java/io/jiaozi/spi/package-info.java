/**
 * What the author of a channel adapter implements and is given. Merchants do not need this package,
 * except those who keep their keys outside the process ({@link io.jiaozi.spi.Signer}, {@link
 * io.jiaozi.spi.Decryptor}).
 */
@NullMarked
package io.jiaozi.spi;

import org.jspecify.annotations.NullMarked;
