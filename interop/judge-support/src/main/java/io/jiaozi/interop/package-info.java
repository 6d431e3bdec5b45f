/**
 * What the judges share: the sandbox as a process, its control API, and the files that our modules
 * and the judges hand to each other. Written with the JDK alone, so that it fits beside every
 * official SDK. How it is used stands in docs/design/interop.md.
 */
package io.jiaozi.interop;
