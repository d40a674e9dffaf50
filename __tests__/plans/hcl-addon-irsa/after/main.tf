
data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_eks_addon" "x" {
  cluster_name             = "atlas-eks"
  addon_name               = "aws-ebs-csi-driver"
  service_account_role_arn = "arn:aws:iam::492000000148:role/admin"
}