/**
 * The algorithms payment channels use, in a form that is hard to misuse: one small class per
 * purpose, the algorithm fixed by the caller and never by a message, failures that are types.
 *
 * <p>RSA, AES, HMAC and SHA come from the JDK, or from a faster provider passed as an object
 * ({@link io.jiaozi.support.crypto.CryptoProvider}); SM2, SM3 and SM4 come from Bouncy Castle.
 * Nothing is ever installed JVM-wide. Every class here is immutable and safe for many threads,
 * takes no lock, and shows nothing of its key in {@code toString}.
 *
 * <p>Data that cannot be verified is a {@link io.jiaozi.support.crypto.SignatureMismatchException};
 * data that cannot be opened a {@link io.jiaozi.support.crypto.DecryptionFailedException}, whatever
 * is wrong with it; a key that cannot do its work a {@link
 * io.jiaozi.support.crypto.KeyUnusableException}.
 */
@NullMarked
package io.jiaozi.support.crypto;

import org.jspecify.annotations.NullMarked;
