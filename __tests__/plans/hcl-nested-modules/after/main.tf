resource "aws_s3_bucket" "media" {
  bucket_prefix = "media-"
}

module "platform" {
  source = "./modules/platform"

  cluster = "atlas-eks"
  services = {
    resize  = { namespace = "media", bucket_arn = aws_s3_bucket.media.arn, write = true }
    gallery = { namespace = "web", bucket_arn = aws_s3_bucket.media.arn, write = false }
  }
}
