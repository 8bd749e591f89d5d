package lintas.interop;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.helger.phase4.crypto.AS4CryptoFactoryInMemoryKeyStore;
import com.helger.phase4.crypto.IAS4CryptoFactory;

/**
 * The keys of both parties, read from a folder of PEM files: a-rsa.key, a-rsa.crt, a-ed.…, a-x.…, the same for b, and
 * ca.crt.
 */
final class Keys {
  private static final char[] PASSWORD = "unimportant".toCharArray();
  private static final String[] KINDS = {"rsa", "ed", "x"};

  /** "own name,partner's name" of the certificates of the line; null for a line without TLS. */
  static final String LINE = System.getProperty("lintas.line");

  private final Path folder;

  Keys(Path folder) {
    this.folder = folder;
  }

  X509Certificate certificate(String name) throws Exception {
    final byte[] pem = Files.readAllBytes(folder.resolve(name + ".crt"));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  /** A factory knows the password of one key alone, so signing and decrypting by different keys takes two. */
  IAS4CryptoFactory factory(String name) throws Exception {
    final KeyStore own = empty();
    own.setKeyEntry(name, key(name), PASSWORD, new Certificate[] {certificate(name), certificate("ca")});
    return new AS4CryptoFactoryInMemoryKeyStore(own, name, PASSWORD, trusted());
  }

  /** With the certificates of the parties themselves: by issuer or key identifier they are found nowhere else. */
  private KeyStore trusted() throws Exception {
    final KeyStore all = empty();
    all.setCertificateEntry("ca", certificate("ca"));
    for (final String party : new String[] {"a", "b"})
      for (final String kind : KINDS)
        all.setCertificateEntry(party + "-" + kind, certificate(party + "-" + kind));
    return all;
  }

  /** A line that shows the one certificate and believes the other, and no authority. */
  SSLContext line() throws Exception {
    final String[] names = LINE.split(",");
    final KeyStore own = empty();
    own.setKeyEntry("own", key(names[0]), PASSWORD, new Certificate[] {certificate(names[0])});
    final KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(own, PASSWORD);
    final KeyStore partner = empty();
    partner.setCertificateEntry("partner", certificate(names[1]));
    final TrustManagerFactory believed = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    believed.init(partner);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), believed.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws Exception {
    final KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  private PrivateKey key(String name) throws Exception {
    final String pem = Files.readString(folder.resolve(name + ".key"), StandardCharsets.US_ASCII);
    final byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    final String algorithm = name.endsWith("ed") ? "Ed25519" : name.endsWith("x") ? "X25519" : "RSA";
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
