resource "aws_s3_bucket" "velero" {
  bucket = "acme-velero"
}

module "velero_pod_identity" {
  source = "./modules/pod-identity"

  name            = "velero"
  use_name_prefix = true

  attach_custom_policy = true
  policy_statements = [
    {
      sid       = "Objects"
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      resources = ["${aws_s3_bucket.velero.arn}/*"]
    },
    {
      sid       = "List"
      actions   = ["s3:ListBucket"]
      resources = [aws_s3_bucket.velero.arn]
    },
  ]

  association_defaults = {
    namespace       = "velero"
    service_account = "velero-server"
  }

  associations = {
    atlas = {
      cluster_name = "atlas-eks"
    }
    bora = {
      cluster_name    = "bora-eks"
      service_account = "velero"
    }
  }

  tags = { Environment = "production" }
}
